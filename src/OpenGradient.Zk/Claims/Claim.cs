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
            weight.Add(new(1, EqualityPolynomial.Table(point[..bits])[..(int)cellCount]));
            point = point[bits..];
        }

        return new(weight.MoveToImmutable(), value);
    }

    /// <summary>Σ w(x) V(x) for a tensor whose elements are known.</summary>
    public TExtension Weigh(ReadOnlySpan<long> elements)
    {
        TExtension[] sums = Array.ConvertAll(elements.ToArray(), static element => TExtension.From(Goldilocks.From(element)));
        for (int factor = Weight.Length - 1; factor >= 0; factor--)
            sums = Contract(sums, Weight[factor].Cells);
        return sums[0];
    }

    /// <summary>Σ w(x) V(x) for a tensor of known elements that is broadcast to the axes of the claim, which has a factor for each.</summary>
    public TExtension WeighBroadcast(ImmutableArray<long> shape, ReadOnlySpan<long> elements) => BehindBroadcast(shape).Weigh(elements);

    /// <summary>The claim about a tensor that is broadcast to the axes of this one, which has a factor for each; its sum is not changed.</summary>
    public Claim<TExtension> BehindBroadcast(ImmutableArray<long> shape)
    {
        TExtension product = TExtension.One;
        var own = ImmutableArray.CreateBuilder<WeightFactor<TExtension>>(shape.Length + 1);
        for (int axis = 0; axis < Weight.Length; axis++)
        {
            int ownAxis = axis - (Weight.Length - shape.Length);
            if (ownAxis < 0)
                product *= Total(Weight[axis].Cells);
            else
                own.Add(shape[ownAxis] == Weight[axis].Cells.Length ? Weight[axis] : new(1, [Total(Weight[axis].Cells)]));
        }

        return new([new(0, [product]), .. own], Sum);
    }

    /// <summary>Σ w(x) over all cells.</summary>
    public TExtension WeighOnes()
    {
        TExtension product = TExtension.One;
        foreach (WeightFactor<TExtension> factor in Weight)
            product *= Total(factor.Cells);
        return product;
    }

    /// <summary>w̃ at a point of the tensor's variables.</summary>
    public TExtension WeightAt(ReadOnlySpan<TExtension> point, ImmutableArray<long> shape)
    {
        TExtension product = TExtension.One;
        int axis = 0;
        foreach (WeightFactor<TExtension> factor in Weight)
        {
            int bits = 0;
            foreach (long cellCount in shape.AsSpan().Slice(axis, factor.AxisCount))
                bits += TensorShape.LogOf(cellCount);
            product *= FactorAt(factor, point[..bits], shape.AsSpan().Slice(axis, factor.AxisCount));
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
            WeightFactor<TExtension> group = new(0, [TExtension.One]);
            while (next < Weight.Length && (group.AxisCount < axisCount || Weight[next].AxisCount == 0))
                group = Joined(group, Weight[next++]);
            if (group.AxisCount != axisCount)
                return false;
            weight.Add(group);
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

    /// <summary>w(x) for each cell, row by row.</summary>
    public TExtension[] CellWeights()
    {
        WeightFactor<TExtension> all = new(0, [TExtension.One]);
        foreach (WeightFactor<TExtension> factor in Weight)
            all = Joined(all, factor);
        return all.Cells;
    }

    private static WeightFactor<TExtension> Joined(WeightFactor<TExtension> left, WeightFactor<TExtension> right)
    {
        var cells = new TExtension[left.Cells.Length * right.Cells.Length];
        for (int index = 0; index < cells.Length; index++)
            cells[index] = left.Cells[index / right.Cells.Length] * right.Cells[index % right.Cells.Length];
        return new(left.AxisCount + right.AxisCount, cells);
    }

    private static TExtension FactorAt(WeightFactor<TExtension> factor, ReadOnlySpan<TExtension> point, ReadOnlySpan<long> shape)
    {
        TExtension[] sums = factor.Cells;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            int bits = TensorShape.LogOf(shape[axis]);
            sums = Contract(sums, EqualityPolynomial.Table(point[^bits..])[..(int)shape[axis]]);
            point = point[..^bits];
        }

        return sums[0];
    }

    /// <summary>[rows, cells] times [cells].</summary>
    private static TExtension[] Contract(TExtension[] rows, TExtension[] cells)
    {
        var sums = new TExtension[rows.Length / cells.Length];
        for (int index = 0; index < rows.Length; index++)
            sums[index / cells.Length] += rows[index] * cells[index % cells.Length];
        return sums;
    }

    private static TExtension Total(TExtension[] cells)
    {
        TExtension sum = TExtension.Zero;
        foreach (TExtension cell in cells)
            sum += cell;
        return sum;
    }
}
