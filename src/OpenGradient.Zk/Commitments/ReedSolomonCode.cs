using System.Numerics;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Commitments;

/// <summary>The code of proof-1 section 7: coefficients, in the order of reversed bits, to the values at the powers of a root of unity; and what folding does to it.</summary>
/// <remarks>The plain form. Rows over E are encoded by it, too: the code is linear over F.</remarks>
internal static class ReedSolomonCode
{
    /// <param name="row">2^c coefficients; that of X^k is where the bits of k are reversed.</param>
    /// <param name="logInverseRate">b.</param>
    /// <returns>The values at the powers of ω_(c+b).</returns>
    public static TExtension[] Encode<TExtension>(ReadOnlySpan<TExtension> row, int logInverseRate)
        where TExtension : struct, IExtension<TExtension>
    {
        // Reversed bits, with zeros behind the coefficients: each is followed by them, and the first b levels of the transform make copies of it.
        var word = new TExtension[row.Length << logInverseRate];
        for (int index = 0; index < word.Length; index++)
            word[index] = row[index >> logInverseRate];
        int logLength = BitOperations.Log2((uint)word.Length);
        for (int level = logInverseRate + 1; level <= logLength; level++)
            Join(word, 1 << (level - 1), Goldilocks.RootOfUnity(level));
        return word;
    }

    /// <summary>The code word of a row whose first bits are bound, at a place, from the fibre of the place.</summary>
    /// <param name="fibre">The 2^k values at place + t · length / 2^k, t = 0, 1, …; overwritten.</param>
    /// <param name="logLength">Of the length of the code word that the fibre is of.</param>
    /// <param name="place">Below length / 2^k.</param>
    /// <param name="challenges">To what the k bits are bound, the first one first.</param>
    public static TExtension Fold<TExtension>(Span<TExtension> fibre, int logLength, int place, ReadOnlySpan<TExtension> challenges)
        where TExtension : struct, IExtension<TExtension>
    {
        Goldilocks inversePoint = Goldilocks.RootOfUnity(logLength).Power((1UL << logLength) - (ulong)place);
        Goldilocks inverseRoot = Goldilocks.RootOfUnity(challenges.Length).Inverse();
        Goldilocks half = Goldilocks.From(2UL).Inverse();
        foreach (TExtension challenge in challenges)
        {
            Goldilocks inverse = inversePoint * half;
            for (int at = 0, count = fibre.Length / 2; at < count; at++, inverse *= inverseRoot)
            {
                TExtension even = (fibre[at] + fibre[at + count]) * half;
                TExtension odd = (fibre[at] - fibre[at + count]) * inverse;
                fibre[at] = even + (challenge * (odd - even));
            }

            fibre = fibre[..(fibre.Length / 2)];
            (inversePoint, inverseRoot) = (inversePoint * inversePoint, inverseRoot * inverseRoot);
        }

        return fibre[0];
    }

    /// <summary>A level of the transform (Cooley and Tukey 1965): of two neighbours of <paramref name="half"/> values each, the even and the odd coefficients' ones, those of both.</summary>
    private static void Join<TExtension>(Span<TExtension> word, int half, Goldilocks root)
        where TExtension : struct, IExtension<TExtension>
    {
        Goldilocks power = Goldilocks.One;
        for (int offset = 0; offset < half; offset++, power *= root)
        {
            for (int at = offset; at < word.Length; at += 2 * half)
            {
                TExtension odd = word[at + half] * power;
                (word[at], word[at + half]) = (word[at] + odd, word[at] - odd);
            }
        }
    }
}
