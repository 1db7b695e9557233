namespace OpenGradient.Execution.Disputes;

/// <summary>Operators that give the same elements another shape.</summary>
internal static class ShapeMovements
{
    /// <summary><c>Flatten</c>.</summary>
    public static Movement Flatten(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        int axis = step.Attributes.Integer("axis", 1);
        int split = axis == x.Length || axis == 0 ? axis : step.Axis(axis, x.Length);
        return Movement.InOrder([Product(x[..split]), Product(x[split..])]);
    }

    /// <summary><c>Reshape</c>: 0 keeps a dimension, one -1 takes what is left.</summary>
    public static Movement Reshape(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        bool allowsZero = step.Attributes.Flag("allowzero", false);
        long[] asked = step.Integers(1);
        int[] shape = [.. asked.Select((size, axis) => size == -1 ? 1 : size == 0 && !allowsZero ? x[axis] : checked((int)size))];
        int open = Array.IndexOf(asked, -1L);
        if (open >= 0 && Product(shape) is > 0 and var count)
            shape[open] = step.Input(0).Count / count;
        return Movement.InOrder(shape);
    }

    /// <summary><c>Squeeze</c>: the listed axes, or all of size 1, are dropped.</summary>
    public static Movement Squeeze(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        long[] listed = step.Has(1) ? step.Integers(1) : [];
        int[] dropped = step.Has(1) && listed.Length > 0
            ? [.. listed.Select(axis => step.Axis(axis, x.Length))]
            : [.. Enumerable.Range(0, x.Length).Where(axis => step.Has(1) || x[axis] == 1)];
        return Movement.InOrder([.. x.Where((_, axis) => !dropped.Contains(axis))]);
    }

    /// <summary><c>Unsqueeze</c>: axes of size 1 are added.</summary>
    public static Movement Unsqueeze(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        long[] listed = step.Integers(1);
        int[] added = [.. listed.Select(axis => step.Axis(axis, x.Length + listed.Length))];
        int next = 0;
        return Movement.InOrder([.. Enumerable.Range(0, x.Length + listed.Length).Select(axis => added.Contains(axis) ? 1 : x[next++])]);
    }

    private static int Product(int[] sizes) => sizes.Aggregate(1, static (product, size) => checked(product * size));
}
