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
        {
            for (int index = 0; index < cells.Length; index++)
                sums[row] += cells[index] * Goldilocks.From(elements[(row * cells.Length) + index]);
        }

        for (int factor = Weight.Length - 2; factor >= 0; factor--)
            sums = WeightFactor<TExtension>.Contract(sums, Weight[factor].Cells);
        return sums[0];
    }

    /// <summary>Σ w(x) V(x) for a tensor of known elements that is broadcast to the axes of the claim, which has a factor for each.</summary>
    public TExtension WeighBroadcast(ImmutableArray<long> shape, ReadOnlySpan<long> elements)
    {
        TExtension product = TExtension.One;
        var own = ImmutableArray.CreateBuilder<WeightFactor<TExtension>>(shape.Length);
        for (int axis = 0; axis < Weight.Length; axis++)
        {
            int ownAxis = axis - (Weight.Length - shape.Length);
            if (ownAxis >= 0 && shape[ownAxis] == Weight[axis].Cells.Length)
                own.Add(Weight[axis]);
            else
                product *= Weight[axis].Total();
        }

        return product * new Claim<TExtension>(own.DrainToImmutable(), Sum).Weigh(elements);
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
    public TExtension WeightAt(ReadOnlySpan<TExtension> point, ImmutableArray<long> shape)
    {
        TExtension product = TExtension.One;
        int axis = 0;
        foreach (WeightFactor<TExtension> factor in Weight)
        {
            int bits = 0;
            foreach (long cellCount in shape.AsSpan().Slice(axis, factor.AxisCount))
                bits += TensorShape.LogOf(cellCount);
            product *= factor.At(point[..bits], shape.AsSpan().Slice(axis, factor.AxisCount));
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
            while ((group?.AxisCount ?? 0) < axisCount && next < Weight.Length)
                group = group?.Join(Weight[next++]) ?? Weight[next++];
            if ((group?.AxisCount ?? 0) != axisCount)
                return false;
            weight.Add(group ?? new(0, [TExtension.One]));
        }

        grouped = new([.. weight, .. Weight.AsSpan()[next..]], Sum);
        return true;
    }
}
