using System.Numerics;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Commitments;

/// <summary>The code of proof-1 section 7: values on a subgroup to values of the same polynomial on a coset that is 2^b times as large.</summary>
/// <remarks>The plain form. Rows over E are encoded by it, too: the code is linear over F.</remarks>
internal static class ReedSolomonCode
{
    /// <param name="row">2^c values, at the powers of ω_c.</param>
    /// <param name="logInverseRate">b.</param>
    public static TExtension[] Encode<TExtension>(ReadOnlySpan<TExtension> row, int logInverseRate)
        where TExtension : struct, IExtension<TExtension>
    {
        int logRow = BitOperations.Log2((uint)row.Length);
        TExtension[] coefficients = row.ToArray();
        Transform(coefficients, Goldilocks.RootOfUnity(logRow).Inverse());
        Goldilocks factor = Goldilocks.From((ulong)row.Length).Inverse(); // 7^k / 2^c: the inverse transform's, and the coset's
        var word = new TExtension[row.Length << logInverseRate];
        for (int index = 0; index < coefficients.Length; index++, factor *= Goldilocks.Generator)
            word[index] = coefficients[index] * factor;
        Transform(word, Goldilocks.RootOfUnity(logRow + logInverseRate));
        return word;
    }

    /// <summary>From coefficients to the values at the powers of <paramref name="root"/>, in place (Cooley and Tukey 1965).</summary>
    private static void Transform<TExtension>(Span<TExtension> values, Goldilocks root)
        where TExtension : struct, IExtension<TExtension>
    {
        ReverseBits(values);
        int logLength = BitOperations.Log2((uint)values.Length);
        for (int level = 1; level <= logLength; level++)
        {
            int half = 1 << (level - 1);
            Goldilocks step = root.Power(1UL << (logLength - level));
            Goldilocks twiddle = Goldilocks.One;
            for (int offset = 0; offset < half; offset++, twiddle *= step)
            {
                for (int at = offset; at < values.Length; at += 2 * half)
                {
                    TExtension odd = values[at + half] * twiddle;
                    (values[at], values[at + half]) = (values[at] + odd, values[at] - odd);
                }
            }
        }
    }

    private static void ReverseBits<TExtension>(Span<TExtension> values)
    {
        for (int index = 1, reversed = 0; index < values.Length; index++)
        {
            int bit = values.Length >> 1;
            for (; (reversed & bit) != 0; bit >>= 1)
                reversed ^= bit;
            reversed |= bit;
            if (index < reversed)
                (values[index], values[reversed]) = (values[reversed], values[index]);
        }
    }
}
