using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Hiding;

/// <summary>The random coefficients that the polynomial of a row has behind its own, so that some of its values tell nothing of the row; proof-1 section 14.</summary>
internal static class RowBlinding
{
    /// <summary>x^(2^c) r(x) at a place of a code word: what the coefficients <paramref name="blind"/> behind those of the row add to it; nothing if there are none.</summary>
    public static TExtension At<TExtension>(CommitmentShape shape, ReadOnlySpan<TExtension> blind, int place)
        where TExtension : struct, IExtension<TExtension>
    {
        if (blind.IsEmpty)
            return TExtension.Zero;
        TExtension[] sums = blind.ToArray();
        Goldilocks point = Goldilocks.RootOfUnity(shape.LogCodeElements).Power((ulong)place);
        // Reversed bits: halves hold the even and the odd powers, so the last two neighbours differ by the largest one.
        for (int count = sums.Length / 2; count > 0; count /= 2)
        {
            Goldilocks power = point.Power((ulong)count);
            for (int at = 0; at < count; at++)
                sums[at] = sums[2 * at] + (sums[(2 * at) + 1] * power);
        }

        return sums[0] * point.Power((ulong)shape.RowElements);
    }

    /// <summary>x^(2^c) at the places of a code word: after 2^b of them they come again.</summary>
    public static Goldilocks[] FactorsOf(int logInverseRate)
    {
        var factors = new Goldilocks[1 << logInverseRate];
        Goldilocks root = Goldilocks.RootOfUnity(logInverseRate);
        for (int place = 0; place < factors.Length; place++)
            factors[place] = root.Power((ulong)place);
        return factors;
    }
}
