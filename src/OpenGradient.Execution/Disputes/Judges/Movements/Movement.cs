using OpenGradient.Execution.Operators;

namespace OpenGradient.Execution.Disputes;

/// <summary>Where the elements of an output come from.</summary>
/// <param name="Shape">The output's.</param>
/// <param name="Source">From an index of the output to an input and the place in it; null for a zero.</param>
internal sealed record Movement(int[] Shape, Func<int[], (int Input, long Place)?> Source)
{
    /// <summary>The elements of x in their order.</summary>
    public static Movement InOrder(int[] shape) => new(shape, index => (0, Position.Of(shape, index)));

    /// <summary>Elements of x at even distances along each axis.</summary>
    public static Movement Strided(int[] shape, long[] steps, long offset = 0) => new(shape, index => (0, offset + index.Select((at, axis) => at * steps[axis]).Sum()));

    /// <summary>x read as <paramref name="axes"/>, these brought into another order, the result read as <paramref name="shape"/>.</summary>
    public static Movement Reordered(int[] axes, int[] order, int[] shape)
    {
        int[] steps = StridedCopy.Steps(axes);
        int[] ordered = [.. order.Select(axis => axes[axis])];
        return new(shape, index => (0, Position.Index(ordered, Position.Of(shape, index)).Select((at, axis) => (long)at * steps[order[axis]]).Sum()));
    }

    /// <summary>Elements of x by an index along each axis; outside of x <paramref name="outside"/>.</summary>
    /// <param name="shape">The output's shape.</param>
    /// <param name="x">The input's shape.</param>
    /// <param name="map">From an axis and an index along it to that of x.</param>
    /// <param name="outside">What stands where x has no such index.</param>
    public static Movement ByAxis(int[] shape, int[] x, Func<int, long, long> map, (int Input, long Place)? outside = null) => new(shape, index =>
    {
        long place = 0;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            long at = map(axis, index[axis]);
            if (at < 0 || at >= x[axis])
                return outside;
            place = (place * x[axis]) + at;
        }

        return (0, place);
    });
}
