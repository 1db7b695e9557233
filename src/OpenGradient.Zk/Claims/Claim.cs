using System.Collections.Immutable;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Claims;

/// <summary>That Σ w(x) V(x) = sum over the cells of a tensor, w being a product; proof-1 section 9.</summary>
/// <param name="Weight">From the first axis on; together as many axes as the tensor has.</param>
/// <param name="Sum">What the cells add up to.</param>
internal sealed record Claim<TExtension>(ImmutableArray<WeightFactor<TExtension>> Weight, TExtension Sum)
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>That the extension of a tensor has a value at a point.</summary>
    public static Claim<TExtension> AtPoint(ImmutableArray<long> shape, ReadOnlySpan<TExtension> point, TExtension value)
    {
        var weight = ImmutableArray.CreateBuilder<WeightFactor<TExtension>>(shape.Length);
        foreach (long cellCount in shape)
        {
            int bits = TensorShape.LogOf(cellCount);
            weight.Add(new(point[..bits], cellCount));
            point = point[bits..];
        }

        return new(weight.MoveToImmutable(), value);
    }

    /// <summary>Σ w(x) V(x) for a tensor whose elements are known.</summary>
    public TExtension Weigh(ReadOnlySpan<long> elements)
    {
        if (Weight.IsEmpty)
            return TExtension.From(Goldilocks.From(elements[0]));
        TExtension[] cells = Weight[^1].Cells;
        var sums = new TExtension[elements.Length / cells.Length];
        for (int row = 0; row < sums.Length; row++)
            sums[row] = TExtension.Weigh(cells, elements.Slice(row * cells.Length, cells.Length));

        for (int factor = Weight.Length - 2; factor >= 0; factor--)
            sums = WeightFactor<TExtension>.Contract(sums, Weight[factor].Cells);
        return sums[0];
    }

    /// <summary>Σ w(x) V(x) for a tensor of known elements that is broadcast to the axes of the claim, which has a factor for each.</summary>
    public TExtension WeighBroadcast(ImmutableArray<long> shape, ReadOnlySpan<long> elements) => BehindBroadcast(shape).Weigh(elements);

    /// <summary>The claim about a tensor that is broadcast to the axes of this one, which has a factor for each; its sum is not changed.</summary>
    public Claim<TExtension> BehindBroadcast(ImmutableArray<long> shape)
    {
        if (Weight.Select(static factor => factor.CellCount).SequenceEqual(shape))
            return this;
        TExtension product = TExtension.One;
        var own = ImmutableArray.CreateBuilder<WeightFactor<TExtension>>(shape.Length + 1);
        for (int axis = 0; axis < Weight.Length; axis++)
        {
            int ownAxis = axis - (Weight.Length - shape.Length);
            if (ownAxis < 0)
                product *= Weight[axis].Total();
            else
                own.Add(shape[ownAxis] == Weight[axis].CellCount ? Weight[axis] : new(1, [Weight[axis].Total()]));
        }

        return new([new(0, [product]), .. own], Sum);
    }

    /// <summary>Σ w(x) over all cells.</summary>
    public TExtension WeighOnes()
    {
        TExtension product = TExtension.One;
        foreach (WeightFactor<TExtension> factor in Weight)
            product *= factor.Total();
        return product;
    }

    /// <summary>w̃ at a point of the tensor's variables.</summary>
    public TExtension WeightAt(ReadOnlySpan<TExtension> point, ImmutableArray<long> shape) => WeightAt(point, shape, TensorPiece.Whole(shape));

    /// <summary>The same for a piece of the tensor: the extension of the weight of its cells, at a point of its own variables.</summary>
    public TExtension WeightAt(ReadOnlySpan<TExtension> point, ImmutableArray<long> shape, TensorPiece piece)
    {
        TExtension product = TExtension.One;
        int axis = 0;
        foreach (WeightFactor<TExtension> factor in Weight)
        {
            int bits = 0;
            foreach (int logCount in piece.LogCounts.AsSpan().Slice(axis, factor.AxisCount))
                bits += logCount;
            product *= factor.At(point[..bits], shape, piece, axis);
            point = point[bits..];
            axis += factor.AxisCount;
        }

        return product;
    }

    /// <summary>The same claim with one factor for each group of as many axes as given; false if a factor lies across two groups.</summary>
    public bool TryGroup(ReadOnlySpan<int> axisCounts, out Claim<TExtension> grouped)
    {
        var weight = ImmutableArray.CreateBuilder<WeightFactor<TExtension>>(axisCounts.Length);
        int next = 0;
        grouped = this;
        foreach (int axisCount in axisCounts)
        {
            WeightFactor<TExtension>? group = null;
            while (next < Weight.Length && ((group?.AxisCount ?? 0) < axisCount || Weight[next].AxisCount == 0))
                group = group?.Join(Weight[next++]) ?? Weight[next++];
            if ((group?.AxisCount ?? 0) != axisCount)
                return false;
            weight.Add(group ?? new(0, [TExtension.One]));
        }

        grouped = new([.. weight, .. Weight.AsSpan()[next..]], Sum);
        return true;
    }

    /// <summary>The same claim with one factor for each of as many axes; false if a factor lies across two.</summary>
    public bool TrySplit(int axisCount, out Claim<TExtension> split)
    {
        int[] ones = new int[axisCount];
        Array.Fill(ones, 1);
        return TryGroup(ones, out split) && split.Weight.Length <= Math.Max(1, axisCount);
    }

    /// <summary>The same claim, without what can be worked out again.</summary>
    public Claim<TExtension> ToCompact() => this with { Weight = [.. Weight.Select(static factor => factor.ToCompact())] };

    /// <summary>How many numbers it keeps beside points.</summary>
    public long HeldCount() => Weight.Sum(static factor => factor.HeldCount);

    /// <summary>w(x) for each cell, row by row.</summary>
    public TExtension[] CellWeights()
    {
        WeightFactor<TExtension> all = new(0, [TExtension.One]);
        foreach (WeightFactor<TExtension> factor in Weight)
            all = all.Join(factor);
        return all.Cells;
    }
}
