using System.Numerics;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Hiding;

/// <summary>What is added to code words so that some of their elements tell nothing of the row; proof-1 section 14.</summary>
internal static class RowBlinding
{
    /// <summary>X^(2^c) - 1 at the points of a code word: after 2^b of them they come again.</summary>
    public static Goldilocks[] FactorsOf(int logRow, int logInverseRate) =>
        Array.ConvertAll(TableauCode.PowersOfPoints(logRow, logInverseRate), static power => power - Goldilocks.One);

    /// <summary>Adds (X^(2^c) - 1) r to a code word, r being the polynomial that is committed to by <paramref name="blind"/>: on the subgroup the word stays what it was.</summary>
    /// <param name="word">Of a row of 2^c values, at a rate of 2^-b.</param>
    /// <param name="logInverseRate">b.</param>
    /// <param name="blind">2^τ values, τ below c + b.</param>
    public static void AddTo<TExtension>(Span<TExtension> word, int logInverseRate, ReadOnlySpan<TExtension> blind)
        where TExtension : struct, IExtension<TExtension>
    {
        int logWord = BitOperations.Log2((uint)word.Length);
        TExtension[] random = ReedSolomonCode.Encode(blind, logWord - BitOperations.Log2((uint)blind.Length));
        Goldilocks[] factors = FactorsOf(logWord - logInverseRate, logInverseRate);
        for (int index = 0; index < word.Length; index++)
            word[index] += random[index] * factors[index % factors.Length];
    }
}
