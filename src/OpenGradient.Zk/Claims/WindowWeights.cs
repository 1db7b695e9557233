using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Claims;

/// <summary>Claims about what windows make, as claims about what they see; proof-1 section 9.</summary>
/// <remarks>A weight is a vector for each axis, so what moves along an axis costs the cells of that axis times the taps, on both sides alike.</remarks>
internal static class WindowWeights
{
    /// <summary>Along an axis of x: for each cell the weights of the places and taps that see it.</summary>
    public static TExtension[] Spread<TExtension>(WindowAxis axis, ReadOnlySpan<TExtension> places, ReadOnlySpan<TExtension> taps)
        where TExtension : struct, IExtension<TExtension>
    {
        var cells = new TExtension[axis.InputCount];
        for (int tap = 0; tap < taps.Length; tap++)
        {
            for (int place = 0; place < places.Length; place++)
            {
                long cell = axis.CellOf(place, tap);
                if (axis.Contains(cell))
                    cells[cell] += places[place] * taps[tap];
            }
        }

        return cells;
    }

    /// <summary>A claim about <see cref="TapStep"/>'s output, with a vector for each axis, as one about its input.</summary>
    public static Claim<TExtension> BehindTap<TExtension>(TapStep step, Claim<TExtension> claim)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] places = claim.Weight[step.Axis].Cells;
        var outside = new TExtension[places.Length];
        for (int place = 0; place < places.Length; place++)
            outside[place] = step.Window.Contains(step.Window.CellOf(place, 0)) ? TExtension.Zero : places[place];
        TExtension filled = new Claim<TExtension>(claim.Weight.SetItem(step.Axis, new(1, outside)), claim.Sum).WeighOnes() * Goldilocks.From(step.Fill);
        return new(claim.Weight.SetItem(step.Axis, new(1, Spread<TExtension>(step.Window, places, [TExtension.One]))), claim.Sum - filled);
    }

    /// <summary>The axes of a convolution's sum: groups, channels of a group, taps of each axis.</summary>
    public static ImmutableArray<long> SumAxes(ConvStep step, ImmutableArray<long> weightShape) => [step.GroupCount, .. weightShape[1..]];

    /// <summary>What a convolution's sum at a point weighs the cells of x with.</summary>
    /// <param name="step">The convolution.</param>
    /// <param name="claim">About its output, with a vector for each axis.</param>
    /// <param name="at">The point, over <see cref="SumAxes"/>.</param>
    public static ImmutableArray<WeightFactor<TExtension>> OfInput<TExtension>(ConvStep step, Claim<TExtension> claim, Claim<TExtension> at)
        where TExtension : struct, IExtension<TExtension>
    {
        var weight = ImmutableArray.CreateBuilder<WeightFactor<TExtension>>(claim.Weight.Length);
        weight.Add(claim.Weight[0]);
        weight.Add(new(1, [.. at.Weight[0].Cells.SelectMany(_ => at.Weight[1].Cells, static (group, channel) => group * channel)]));
        for (int axis = 0; axis < step.Axes.Length; axis++)
            weight.Add(new(1, Spread<TExtension>(step.Axes[axis], claim.Weight[axis + 2].Cells, at.Weight[axis + 2].Cells)));
        return weight.MoveToImmutable();
    }

    /// <summary>What a convolution's sum at a point weighs the cells of W with.</summary>
    public static ImmutableArray<WeightFactor<TExtension>> OfWeights<TExtension>(ConvStep step, Claim<TExtension> claim, Claim<TExtension> at)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] outputs = claim.Weight[1].Cells;
        int perGroup = outputs.Length / step.GroupCount;
        return [new(1, [.. outputs.Select((cell, output) => cell * at.Weight[0].Cells[output / perGroup])]), .. at.Weight[1..]];
    }
}
