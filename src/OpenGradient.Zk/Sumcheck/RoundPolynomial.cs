using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Sumcheck;

/// <summary>A polynomial of small degree, given by its values at 0, 1, …, d.</summary>
internal static class RoundPolynomial
{
    /// <summary>The value at any point, by Lagrange's formula.</summary>
    public static TExtension At<TExtension>(ReadOnlySpan<TExtension> values, TExtension x)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = TExtension.Zero;
        for (int node = 0; node < values.Length; node++)
        {
            TExtension numerator = values[node];
            Goldilocks denominator = Goldilocks.One;
            for (int other = 0; other < values.Length; other++)
            {
                if (other == node)
                    continue;
                numerator *= x - TExtension.From(Goldilocks.From((long)other));
                denominator *= Goldilocks.From((long)node - other);
            }

            sum += numerator * denominator.Inverse();
        }

        return sum;
    }
}
