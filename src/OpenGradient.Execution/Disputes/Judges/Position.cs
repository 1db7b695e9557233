using OpenGradient.Execution.Operators;

namespace OpenGradient.Execution.Disputes;

/// <summary>Arithmetic of places in row-major order.</summary>
internal static class Position
{
    /// <summary>The index along each axis.</summary>
    public static int[] Index(int[] shape, long element)
    {
        int[] index = new int[shape.Length];
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            index[axis] = (int)(element % shape[axis]);
            element /= shape[axis];
        }

        return index;
    }

    /// <summary>The place of an index.</summary>
    public static long Of(int[] shape, ReadOnlySpan<int> index)
    {
        long place = 0;
        for (int axis = 0; axis < shape.Length; axis++)
            place = (place * shape[axis]) + index[axis];
        return place;
    }

    /// <summary>The element of an operand that broadcasting brings to a place of the output.</summary>
    public static long Broadcast(int[] operand, int[] shape, long element)
    {
        int[] index = Index(shape, element);
        long place = 0;
        for (int axis = 0; axis < operand.Length; axis++)
            place = (place * operand[axis]) + (operand[axis] == 1 ? 0 : index[shape.Length - operand.Length + axis]);
        return place;
    }

    /// <summary>Where a line along <paramref name="axis"/> through an element begins, its step, and the element's place in it.</summary>
    public static (long First, int Step, long At) Line(int[] shape, int axis, long element)
    {
        int step = StridedCopy.Steps(shape)[axis];
        long at = element / step % shape[axis];
        return (element - (at * step), step, at);
    }
}
