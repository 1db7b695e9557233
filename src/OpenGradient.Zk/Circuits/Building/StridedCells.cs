using System.Collections.Immutable;

namespace OpenGradient.Zk.Circuits.Building;

/// <summary>Tensors whose cells are read in other orders.</summary>
internal static class StridedCells
{
    /// <summary>The elements of x at the cells of other axes, with a step in it for each of them.</summary>
    public static TCell[] Gather<TCell>(TCell[] x, ImmutableArray<long> shape, ImmutableArray<long> strides) => Array.ConvertAll(Places(shape, strides), place => x[place]);

    /// <summary>For each cell its place, with a step for each axis.</summary>
    public static long[] Places(ImmutableArray<long> shape, ImmutableArray<long> strides)
    {
        long[] places = new long[Product(shape)];
        for (long index = 0; index < places.Length; index++)
        {
            (long place, long rest) = (0, index);
            for (int axis = shape.Length - 1; axis >= 0; axis--)
                (place, rest) = (place + (rest % shape[axis] * strides[axis]), rest / shape[axis]);
            places[index] = place;
        }

        return places;
    }

    /// <summary>The steps, in a tensor of some shape, of the axes that it is broadcast to.</summary>
    public static ImmutableArray<long> Strides(ImmutableArray<long> shape, ImmutableArray<long> to)
    {
        long[] strides = new long[to.Length];
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis + to.Length - shape.Length] = shape[axis] == 1 ? 0 : stride;
            stride *= shape[axis];
        }

        return [.. strides];
    }

    /// <summary>The elements of x, broadcast from one shape to another; always an array of their own.</summary>
    public static long[] Broadcast(long[] x, ImmutableArray<long> from, ImmutableArray<long> to) =>
        from.AsSpan().SequenceEqual(to.AsSpan()) ? [.. x] : Gather(x, to, Strides(from, to));

    /// <summary>The elements of x in axes of another order: axis i of what is returned is axis <paramref name="order"/>[i] of x.</summary>
    public static long[] Transpose(long[] x, ImmutableArray<long> shape, ImmutableArray<int> order)
    {
        ImmutableArray<long> strides = Strides(shape, shape);
        return Gather(x, [.. order.Select(axis => shape[axis])], [.. order.Select(axis => strides[axis])]);
    }

    public static long Product(ImmutableArray<long> shape) => shape.Aggregate(1L, static (product, size) => product * size);
}
