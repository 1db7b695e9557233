using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Claims;

/// <summary>Claims about products with public numbers, as claims about what is multiplied; proof-1 section 9.</summary>
internal static class FactorWeights
{
    /// <summary>One number divides the claim's value, so that its weight stays what it is; several go into the vector of their axis.</summary>
    /// <param name="step">The product.</param>
    /// <param name="factors">Its numbers; not 0 if there is but one.</param>
    /// <param name="claim">About the product, with a vector for each axis.</param>
    public static Claim<TExtension> Behind<TExtension>(FactorStep step, long[] factors, Claim<TExtension> claim)
        where TExtension : struct, IExtension<TExtension> =>
        step.Axis < 0
            ? claim with { Sum = claim.Sum * Goldilocks.From(factors[0]).Inverse() }
            : new(claim.Weight.SetItem(step.Axis, new(1, [.. claim.Weight[step.Axis].Cells.Select((cell, index) => cell * Goldilocks.From(factors[index]))])), claim.Sum);

    /// <summary>A claim about sums along axes, with a vector for each axis, as one about what is summed.</summary>
    public static Claim<TExtension> BehindSum<TExtension>(AxisSumStep step, ReadOnlySpan<long> shape, Claim<TExtension> claim)
        where TExtension : struct, IExtension<TExtension>
    {
        var weight = claim.Weight.ToArray();
        foreach (int axis in step.Axes)
        {
            var cells = new TExtension[shape[axis]];
            Array.Fill(cells, claim.Weight[axis].Cells[0]);
            weight[axis] = new(1, cells);
        }

        return new([.. weight], claim.Sum);
    }
}
