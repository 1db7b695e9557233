using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Sumcheck;

/// <summary>A polynomial of small degree, given by its values at 0, 1, …, d.</summary>
internal static class RoundPolynomial
{
    /// <summary>No round polynomial has a larger degree.</summary>
    public const int MostDegree = 3;

    // [number of nodes][node]: 1 / Π (node - other)
    private static readonly Goldilocks[][] Weights = [.. Enumerable.Range(0, MostDegree + 2).Select(WeightsOf)];

    /// <summary>The value at any point, by Lagrange's formula.</summary>
    public static TExtension At<TExtension>(ReadOnlySpan<TExtension> values, TExtension x)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = TExtension.Zero;
        for (int node = 0; node < values.Length; node++)
        {
            TExtension numerator = values[node];
            for (int other = 0; other < values.Length; other++)
            {
                if (other != node)
                    numerator *= x - TExtension.From(Goldilocks.From((long)other));
            }

            sum += numerator * Weights[values.Length][node];
        }

        return sum;
    }

    private static Goldilocks[] WeightsOf(int nodeCount) =>
        [.. Enumerable.Range(0, nodeCount).Select(node => Enumerable.Range(0, nodeCount).Where(other => other != node).Aggregate(Goldilocks.One, (product, other) => product * Goldilocks.From((long)node - other)).Inverse())];
}
