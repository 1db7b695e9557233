using System.Collections.Immutable;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Claims;

/// <summary>The same cells in other axes: groups of axes on both sides whose sizes agree; proof-1 section 9.</summary>
internal static class AxisGroups
{
    /// <summary>A claim about a reshaped tensor as one about the tensor itself.</summary>
    /// <param name="claim">About the tensor in the axes <paramref name="to"/>.</param>
    /// <param name="from">The axes of the tensor itself; as many cells.</param>
    /// <param name="to">The axes that it was given.</param>
    public static Claim<TExtension> Undo<TExtension>(Claim<TExtension> claim, ImmutableArray<long> from, ImmutableArray<long> to)
        where TExtension : struct, IExtension<TExtension>
    {
        List<int> counts = []; // of axes, of a group, on the side of the claim
        List<int> sourceCounts = [];
        (int axis, int source, long cells, long sourceCells) = (0, 0, 1, 1);
        (int groupStart, int sourceStart) = (0, 0);
        foreach (WeightFactor<TExtension> factor in claim.Weight)
        {
            for (int end = axis + factor.AxisCount; axis < end; axis++)
                cells *= to[axis];
            while (source < from.Length && sourceCells * from[source] <= cells)
                sourceCells *= from[source++];
            if (sourceCells != cells)
                continue;
            counts.Add(axis - groupStart);
            sourceCounts.Add(source - sourceStart);
            (groupStart, sourceStart) = (axis, source);
        }

        claim.TryGroup([.. counts], out Claim<TExtension> grouped);
        return new([.. grouped.Weight.Select((factor, index) => factor.WithAxes(sourceCounts[index]))], claim.Sum);
    }

    /// <summary>A claim about a transposed tensor, with a factor for each axis, as one about the tensor itself.</summary>
    /// <param name="claim">About the tensor whose axis i is axis <paramref name="order"/>[i] of the other.</param>
    /// <param name="order">Each axis once.</param>
    public static Claim<TExtension> Undo<TExtension>(Claim<TExtension> claim, ImmutableArray<int> order)
        where TExtension : struct, IExtension<TExtension>
    {
        var weight = claim.Weight.ToArray();
        for (int axis = 0; axis < order.Length; axis++)
            weight[order[axis]] = claim.Weight[axis];
        return new([.. weight], claim.Sum);
    }
}
