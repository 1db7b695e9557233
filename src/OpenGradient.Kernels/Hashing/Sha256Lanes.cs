using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>SHA-256 of as many messages as there are lanes, all of one length, side by side.</summary>
/// <remarks>Equals <see cref="Sha256Block"/> in every lane.</remarks>
internal static class Sha256Lanes<TWords>
    where TWords : unmanaged, IHashWords<TWords>
{
    /// <summary>Takes one block of each lane into <paramref name="state"/>, eight words.</summary>
    /// <param name="state">The eight words of each hash.</param>
    /// <param name="w">The sixteen words of each block; overwritten. Fastest where no vector straddles two cache lines.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress(Span<TWords> state, ref TWords w)
    {
        ref uint k = ref MemoryMarshal.GetReference(Sha256Constants.Rounds);
        (TWords a, TWords b, TWords c, TWords d) = (state[0], state[1], state[2], state[3]);
        (TWords e, TWords f, TWords g, TWords h) = (state[4], state[5], state[6], state[7]);
        for (int t = 0; t < 64; t += 8)
        {
            ref TWords x = ref Unsafe.Add(ref w, t & 8);
            if (t >= 16)
                Extend(ref x, ref Unsafe.Add(ref w, 8 - (t & 8)));
            ref uint r = ref Unsafe.Add(ref k, t);
            TWords s = Sum(e, f, g, h, Unsafe.Add(ref x, 0), Unsafe.Add(ref r, 0));
            d += s;
            h = s + (TWords.BigSigma0(a) + TWords.Majority(a, b, c));
            s = Sum(d, e, f, g, Unsafe.Add(ref x, 1), Unsafe.Add(ref r, 1));
            c += s;
            g = s + (TWords.BigSigma0(h) + TWords.Majority(h, a, b));
            s = Sum(c, d, e, f, Unsafe.Add(ref x, 2), Unsafe.Add(ref r, 2));
            b += s;
            f = s + (TWords.BigSigma0(g) + TWords.Majority(g, h, a));
            s = Sum(b, c, d, e, Unsafe.Add(ref x, 3), Unsafe.Add(ref r, 3));
            a += s;
            e = s + (TWords.BigSigma0(f) + TWords.Majority(f, g, h));
            s = Sum(a, b, c, d, Unsafe.Add(ref x, 4), Unsafe.Add(ref r, 4));
            h += s;
            d = s + (TWords.BigSigma0(e) + TWords.Majority(e, f, g));
            s = Sum(h, a, b, c, Unsafe.Add(ref x, 5), Unsafe.Add(ref r, 5));
            g += s;
            c = s + (TWords.BigSigma0(d) + TWords.Majority(d, e, f));
            s = Sum(g, h, a, b, Unsafe.Add(ref x, 6), Unsafe.Add(ref r, 6));
            f += s;
            b = s + (TWords.BigSigma0(c) + TWords.Majority(c, d, e));
            s = Sum(f, g, h, a, Unsafe.Add(ref x, 7), Unsafe.Add(ref r, 7));
            e += s;
            a = s + (TWords.BigSigma0(b) + TWords.Majority(b, c, d));
        }

        (state[0], state[1], state[2], state[3]) = (state[0] + a, state[1] + b, state[2] + c, state[3] + d);
        (state[4], state[5], state[6], state[7]) = (state[4] + e, state[5] + f, state[6] + g, state[7] + h);
    }

    /// <summary><see cref="Compress"/> of two states at once: each round waits for the one before it, and the other's is computed meanwhile.</summary>
    /// <param name="state">The eight words of each hash, and behind them those of as many others.</param>
    /// <param name="w">The sixteen words of each block; overwritten.</param>
    /// <param name="w2">Those of the others.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CompressBoth(Span<TWords> state, ref TWords w, ref TWords w2)
    {
        ref uint k = ref MemoryMarshal.GetReference(Sha256Constants.Rounds);
        (TWords a, TWords b, TWords c, TWords d) = (state[0], state[1], state[2], state[3]);
        (TWords e, TWords f, TWords g, TWords h) = (state[4], state[5], state[6], state[7]);
        (TWords a2, TWords b2, TWords c2, TWords d2) = (state[8], state[9], state[10], state[11]);
        (TWords e2, TWords f2, TWords g2, TWords h2) = (state[12], state[13], state[14], state[15]);
        // Four rounds at a time and not eight: what more is written out here is called, not inlined.
        for (int t = 0; t < 64; t += 4)
        {
            if (t >= 16)
            {
                ExtendFour(ref w, t);
                ExtendFour(ref w2, t);
            }

            ref TWords x = ref Unsafe.Add(ref w, t & 12);
            ref TWords y = ref Unsafe.Add(ref w2, t & 12);
            ref uint r = ref Unsafe.Add(ref k, t);
            TWords s;
            s = Sum(e, f, g, h, Unsafe.Add(ref x, 0), Unsafe.Add(ref r, 0));
            d += s;
            h = s + (TWords.BigSigma0(a) + TWords.Majority(a, b, c));
            s = Sum(e2, f2, g2, h2, Unsafe.Add(ref y, 0), Unsafe.Add(ref r, 0));
            d2 += s;
            h2 = s + (TWords.BigSigma0(a2) + TWords.Majority(a2, b2, c2));
            s = Sum(d, e, f, g, Unsafe.Add(ref x, 1), Unsafe.Add(ref r, 1));
            c += s;
            g = s + (TWords.BigSigma0(h) + TWords.Majority(h, a, b));
            s = Sum(d2, e2, f2, g2, Unsafe.Add(ref y, 1), Unsafe.Add(ref r, 1));
            c2 += s;
            g2 = s + (TWords.BigSigma0(h2) + TWords.Majority(h2, a2, b2));
            s = Sum(c, d, e, f, Unsafe.Add(ref x, 2), Unsafe.Add(ref r, 2));
            b += s;
            f = s + (TWords.BigSigma0(g) + TWords.Majority(g, h, a));
            s = Sum(c2, d2, e2, f2, Unsafe.Add(ref y, 2), Unsafe.Add(ref r, 2));
            b2 += s;
            f2 = s + (TWords.BigSigma0(g2) + TWords.Majority(g2, h2, a2));
            s = Sum(b, c, d, e, Unsafe.Add(ref x, 3), Unsafe.Add(ref r, 3));
            a += s;
            e = s + (TWords.BigSigma0(f) + TWords.Majority(f, g, h));
            s = Sum(b2, c2, d2, e2, Unsafe.Add(ref y, 3), Unsafe.Add(ref r, 3));
            a2 += s;
            e2 = s + (TWords.BigSigma0(f2) + TWords.Majority(f2, g2, h2));
            (a, b, c, d, e, f, g, h) = (e, f, g, h, a, b, c, d);
            (a2, b2, c2, d2, e2, f2, g2, h2) = (e2, f2, g2, h2, a2, b2, c2, d2);
        }

        (state[0], state[1], state[2], state[3]) = (state[0] + a, state[1] + b, state[2] + c, state[3] + d);
        (state[4], state[5], state[6], state[7]) = (state[4] + e, state[5] + f, state[6] + g, state[7] + h);
        (state[8], state[9], state[10], state[11]) = (state[8] + a2, state[9] + b2, state[10] + c2, state[11] + d2);
        (state[12], state[13], state[14], state[15]) = (state[12] + e2, state[13] + f2, state[14] + g2, state[15] + h2);
    }

    /// <summary>Replaces the four words of round <paramref name="t"/> - 16 and the three after it by those of sixteen rounds later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ExtendFour(ref TWords w, int t)
    {
        ref TWords p0 = ref Unsafe.Add(ref w, t & 12);
        ref TWords p1 = ref Unsafe.Add(ref w, (t + 4) & 12);
        ref TWords p2 = ref Unsafe.Add(ref w, (t + 8) & 12);
        ref TWords p3 = ref Unsafe.Add(ref w, (t + 12) & 12);
        Extend(ref p0, 0, Unsafe.Add(ref p0, 1), Unsafe.Add(ref p2, 1), Unsafe.Add(ref p3, 2));
        Extend(ref p0, 1, Unsafe.Add(ref p0, 2), Unsafe.Add(ref p2, 2), Unsafe.Add(ref p3, 3));
        Extend(ref p0, 2, Unsafe.Add(ref p0, 3), Unsafe.Add(ref p2, 3), Unsafe.Add(ref p0, 0));
        Extend(ref p0, 3, p1, p3, Unsafe.Add(ref p0, 1));
    }

    /// <summary>What is known early is added early: rounds wait for e only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWords Sum(TWords e, TWords f, TWords g, TWords h, TWords w, uint k) =>
        h + (w + TWords.Create(k)) + TWords.Choose(e, f, g) + TWords.BigSigma1(e);

    /// <summary>Replaces eight of the sixteen words, the <paramref name="old"/>, by those sixteen rounds later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extend(ref TWords old, ref TWords young)
    {
        Extend(ref old, 0, Unsafe.Add(ref old, 1), Unsafe.Add(ref young, 1), Unsafe.Add(ref young, 6));
        Extend(ref old, 1, Unsafe.Add(ref old, 2), Unsafe.Add(ref young, 2), Unsafe.Add(ref young, 7));
        Extend(ref old, 2, Unsafe.Add(ref old, 3), Unsafe.Add(ref young, 3), Unsafe.Add(ref old, 0));
        Extend(ref old, 3, Unsafe.Add(ref old, 4), Unsafe.Add(ref young, 4), Unsafe.Add(ref old, 1));
        Extend(ref old, 4, Unsafe.Add(ref old, 5), Unsafe.Add(ref young, 5), Unsafe.Add(ref old, 2));
        Extend(ref old, 5, Unsafe.Add(ref old, 6), Unsafe.Add(ref young, 6), Unsafe.Add(ref old, 3));
        Extend(ref old, 6, Unsafe.Add(ref old, 7), Unsafe.Add(ref young, 7), Unsafe.Add(ref old, 4));
        Extend(ref old, 7, Unsafe.Add(ref young, 0), Unsafe.Add(ref old, 0), Unsafe.Add(ref old, 5));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extend(ref TWords old, int word, TWords fifteenBack, TWords sevenBack, TWords twoBack) =>
        Unsafe.Add(ref old, word) = Unsafe.Add(ref old, word) + TWords.SmallSigma0(fifteenBack) + (sevenBack + TWords.SmallSigma1(twoBack));
}
