using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>SHA-256 of as many messages as there are lanes, all of one length, side by side.</summary>
/// <remarks>Equals <see cref="Sha256Block"/> in every lane.</remarks>
internal static class Sha256Lanes<TWords>
    where TWords : unmanaged, IHashWords<TWords>
{
    /// <summary>Takes block <paramref name="blocks"/>[lane] of each lane into <paramref name="state"/>, eight words.</summary>
    /// <param name="state">The eight words of each hash.</param>
    /// <param name="blocks">64 bytes for each lane.</param>
    /// <param name="laneBytes">From the block of one lane to that of the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Compress(Span<TWords> state, ReadOnlySpan<byte> blocks, int laneBytes)
    {
        Span<TWords> schedule = stackalloc TWords[16];
        Transpose(blocks, laneBytes, MemoryMarshal.Cast<TWords, uint>(schedule));
        ref TWords w = ref MemoryMarshal.GetReference(schedule);
        ref uint k = ref MemoryMarshal.GetReference(Sha256Constants.Rounds);
        (TWords a, TWords b, TWords c, TWords d) = (state[0], state[1], state[2], state[3]);
        (TWords e, TWords f, TWords g, TWords h) = (state[4], state[5], state[6], state[7]);
        for (int t = 0; t < 64; t += 8)
        {
            if (t >= 16)
                Extend(ref w, t & 8);
            ref TWords x = ref Unsafe.Add(ref w, t & 8);
            ref uint r = ref Unsafe.Add(ref k, t);
            TWords s = Sum(e, f, g, h, Unsafe.Add(ref x, 0), Unsafe.Add(ref r, 0));
            d += s;
            h = s + TWords.BigSigma0(a) + TWords.Majority(a, b, c);
            s = Sum(d, e, f, g, Unsafe.Add(ref x, 1), Unsafe.Add(ref r, 1));
            c += s;
            g = s + TWords.BigSigma0(h) + TWords.Majority(h, a, b);
            s = Sum(c, d, e, f, Unsafe.Add(ref x, 2), Unsafe.Add(ref r, 2));
            b += s;
            f = s + TWords.BigSigma0(g) + TWords.Majority(g, h, a);
            s = Sum(b, c, d, e, Unsafe.Add(ref x, 3), Unsafe.Add(ref r, 3));
            a += s;
            e = s + TWords.BigSigma0(f) + TWords.Majority(f, g, h);
            s = Sum(a, b, c, d, Unsafe.Add(ref x, 4), Unsafe.Add(ref r, 4));
            h += s;
            d = s + TWords.BigSigma0(e) + TWords.Majority(e, f, g);
            s = Sum(h, a, b, c, Unsafe.Add(ref x, 5), Unsafe.Add(ref r, 5));
            g += s;
            c = s + TWords.BigSigma0(d) + TWords.Majority(d, e, f);
            s = Sum(g, h, a, b, Unsafe.Add(ref x, 6), Unsafe.Add(ref r, 6));
            f += s;
            b = s + TWords.BigSigma0(c) + TWords.Majority(c, d, e);
            s = Sum(f, g, h, a, Unsafe.Add(ref x, 7), Unsafe.Add(ref r, 7));
            e += s;
            a = s + TWords.BigSigma0(b) + TWords.Majority(b, c, d);
        }

        (state[0], state[1], state[2], state[3]) = (state[0] + a, state[1] + b, state[2] + c, state[3] + d);
        (state[4], state[5], state[6], state[7]) = (state[4] + e, state[5] + f, state[6] + g, state[7] + h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWords Sum(TWords e, TWords f, TWords g, TWords h, TWords w, uint k) =>
        h + TWords.BigSigma1(e) + TWords.Choose(e, f, g) + (w + TWords.Create(k));

    /// <summary>Replaces eight words of the ring of sixteen by those sixteen rounds later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extend(ref TWords w, int first)
    {
        for (int t = first; t < first + 8; t++)
        {
            Unsafe.Add(ref w, t) += TWords.SmallSigma0(Unsafe.Add(ref w, (t + 1) & 15)) + Unsafe.Add(ref w, (t + 9) & 15)
                + TWords.SmallSigma1(Unsafe.Add(ref w, (t + 14) & 15));
        }
    }

    /// <summary>From [lane, word] big-endian to [word, lane].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(ReadOnlySpan<byte> blocks, int laneBytes, Span<uint> words)
    {
        Debug.Assert(blocks.Length >= ((TWords.Count - 1) * laneBytes) + Sha256Constants.BlockBytes, "Every lane has its block.");
        ref byte from = ref MemoryMarshal.GetReference(blocks);
        ref uint to = ref MemoryMarshal.GetReference(words);
        for (int lane = 0; lane < TWords.Count; lane++)
        {
            for (int word = 0; word < 16; word++)
                Unsafe.Add(ref to, (word * TWords.Count) + lane) = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, (lane * laneBytes) + (4 * word))));
        }
    }
}
