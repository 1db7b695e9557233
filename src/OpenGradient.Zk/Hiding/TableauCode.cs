using System.Numerics;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Hiding;

/// <summary>The code of a tableau: values on the subgroup of order k to values of the same polynomial on a larger coset, which shares no point with it; proof-1 section 14.</summary>
internal static class TableauCode
{
    /// <param name="row">k values, at the powers of ω_κ.</param>
    /// <param name="logInverseRate">The word is 2^this times as long.</param>
    /// <returns>The values at the powers of a root of that order, times 7.</returns>
    public static TExtension[] Encode<TExtension>(ReadOnlySpan<TExtension> row, int logInverseRate)
        where TExtension : struct, IExtension<TExtension>
    {
        int logRow = BitOperations.Log2((uint)row.Length);
        TExtension[] coefficients = row.ToArray();
        Transform(coefficients, Goldilocks.RootOfUnity(logRow).Inverse());
        Goldilocks factor = Goldilocks.From((ulong)row.Length).Inverse(); // 7^i / k: the inverse transform's, and the coset's
        var word = new TExtension[row.Length << logInverseRate];
        for (int index = 0; index < coefficients.Length; index++, factor *= Goldilocks.Generator)
            word[index] = coefficients[index] * factor;
        Transform(word, Goldilocks.RootOfUnity(logRow + logInverseRate));
        return word;
    }

    /// <summary>From the values of s_0 + X^k s_1 at the points of a word of 2k to those of both polynomials on the subgroup of order k, joined.</summary>
    public static TExtension[] Split<TExtension>(ReadOnlySpan<TExtension> word)
        where TExtension : struct, IExtension<TExtension>
    {
        int logRow = BitOperations.Log2((uint)word.Length) - 1;
        TExtension[] values = word.ToArray();
        Transform(values, Goldilocks.RootOfUnity(logRow + 1).Inverse());
        Goldilocks factor = Goldilocks.From((ulong)word.Length).Inverse();
        Goldilocks step = Goldilocks.Generator.Inverse();
        for (int index = 0; index < values.Length; index++, factor *= step)
            values[index] *= factor;
        Transform(values.AsSpan(0, 1 << logRow), Goldilocks.RootOfUnity(logRow));
        Transform(values.AsSpan(1 << logRow), Goldilocks.RootOfUnity(logRow));
        return values;
    }

    /// <summary>x^k at the points x of a word: after 2^<paramref name="logInverseRate"/> of them they come again.</summary>
    public static Goldilocks[] PowersOfPoints(int logRow, int logInverseRate)
    {
        var powers = new Goldilocks[1 << logInverseRate];
        Goldilocks power = Goldilocks.Generator.Power(1UL << logRow);
        Goldilocks root = Goldilocks.RootOfUnity(logInverseRate);
        for (int index = 0; index < powers.Length; index++, power *= root)
            powers[index] = power;
        return powers;
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
