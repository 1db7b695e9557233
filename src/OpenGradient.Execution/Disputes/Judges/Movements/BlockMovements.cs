namespace OpenGradient.Execution.Disputes;

/// <summary>Operators that reorder axes, move blocks between them, or join values.</summary>
internal static class BlockMovements
{
    /// <summary><c>Concat</c>.</summary>
    public static Movement Concat(JudgedStep step, int output)
    {
        int[] shape = [.. step.Input(0).Shape];
        int axis = step.Axis(step.Attributes.Integer("axis", 0), shape.Length);
        int[] sizes = [.. Enumerable.Range(0, step.InputCount).Select(input => step.Input(input).Shape[axis])];
        shape[axis] = sizes.Aggregate(0, static (sum, size) => checked(sum + size));
        return new Movement(shape, index =>
        {
            int input = 0;
            int at = index[axis];
            while (at >= sizes[input])
                at -= sizes[input++];
            int[] own = [.. index];
            own[axis] = at;
            return (input, Position.Of(step.Input(input).Shape, own));
        });
    }

    /// <summary><c>DepthToSpace</c>.</summary>
    public static Movement DepthToSpace(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        int b = step.Attributes.Integer("blocksize", 0);
        int channels = x[1] / (b * b);
        int[] shape = [x[0], channels, checked(x[2] * b), checked(x[3] * b)];
        return step.Attributes.Name("mode", "dcr") == "crd"
            ? Movement.Reordered([x[0], channels, b, b, x[2], x[3]], [0, 1, 4, 2, 5, 3], shape)
            : Movement.Reordered([x[0], b, b, channels, x[2], x[3]], [0, 3, 4, 1, 5, 2], shape);
    }

    /// <summary><c>SpaceToDepth</c>.</summary>
    public static Movement SpaceToDepth(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        int b = step.Attributes.Integer("blocksize", 0);
        return Movement.Reordered([x[0], x[1], x[2] / b, b, x[3] / b, b], [0, 3, 5, 1, 2, 4], [x[0], checked(x[1] * b * b), x[2] / b, x[3] / b]);
    }

    /// <summary><c>Frames</c>: y[b, f, i, …] = x[b, f·step + i, …].</summary>
    public static Movement Frames(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        (long distance, long length) = (step.Integers(1)[0], step.Integers(2)[0]);
        int[] shape = [x[0], checked((int)((x[1] - length) / distance) + 1), checked((int)length), .. x[2..]];
        return new Movement(shape, index => (0, Position.Of(x, [index[0], checked((int)((index[1] * distance) + index[2])), .. index[3..]])));
    }

    /// <summary><c>TensorScatter</c>: the update where it was written, elsewhere the cache.</summary>
    public static Movement TensorScatter(JudgedStep step, int output)
    {
        (int[] cache, int[] update) = (step.Input(0).Shape, step.Input(1).Shape);
        int axis = step.Axis(step.Attributes.Integer("axis", -2), cache.Length);
        bool isCircular = step.Attributes.Flag("circular", false);
        return new Movement(cache, index =>
        {
            long start = step.Has(2) ? step.Input(2).Integer(index[0]) : 0;
            long at = isCircular ? (((index[axis] - start) % cache[axis]) + cache[axis]) % cache[axis] : index[axis] - start;
            if (at < 0 || at >= update[axis])
                return (0, Position.Of(cache, index));
            int[] own = [.. index];
            own[axis] = (int)at;
            return (1, Position.Of(update, own));
        });
    }

    /// <summary><c>Transpose</c>.</summary>
    public static Movement Transpose(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        int[] order = step.Attributes.Integers("perm") ?? [.. Enumerable.Range(0, x.Length).Reverse()];
        return Movement.Reordered(x, order, [.. order.Select(axis => x[axis])]);
    }
}
