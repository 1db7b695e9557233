using System.Collections.Immutable;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Tensors whose cells are read in other orders.</summary>
internal static class StridedCells
{
    /// <summary>The elements of x at the cells of other axes, with a step in it for each of them.</summary>
    public static long[] Gather(long[] x, ImmutableArray<long> shape, ImmutableArray<long> strides)
    {
        long[] y = new long[Product(shape)];
        for (long index = 0; index < y.Length; index++)
        {
            (long place, long rest) = (0, index);
            for (int axis = shape.Length - 1; axis >= 0; axis--)
                (place, rest) = (place + (rest % shape[axis] * strides[axis]), rest / shape[axis]);
            y[index] = x[place];
        }

        return y;
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

    public static long Product(ImmutableArray<long> shape) => shape.Aggregate(1L, static (product, size) => product * size);
}
