using OpenGradient.Execution.Operators;

namespace OpenGradient.Execution.Disputes;

/// <summary>Operators that take, repeat or add indices along each axis.</summary>
internal static class AxisMovements
{
    /// <summary><c>CenterCropPad</c>: the middle, or in the middle of zeros.</summary>
    public static Movement CenterCropPad(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        int[] axes = step.Attributes.Integers("axes") ?? [.. Enumerable.Range(0, x.Length)];
        long[] sizes = step.Integers(1);
        int[] shape = [.. x];
        for (int i = 0; i < axes.Length; i++)
            shape[step.Axis(axes[i], x.Length)] = checked((int)sizes[i]);
        return Movement.ByAxis(shape, x, (axis, at) => shape[axis] > x[axis] ? at - ((shape[axis] - x[axis]) / 2) : at + ((x[axis] - shape[axis]) / 2));
    }

    /// <summary><c>Expand</c>: as broadcasting does.</summary>
    public static Movement Expand(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        int[] shape = Broadcast.TryShape(x, [.. step.Integers(1).Select(static size => checked((int)size))]) ?? throw step.Error("the shapes do not broadcast");
        return new Movement(shape, index => (0, Position.Broadcast(x, shape, Position.Of(shape, index))));
    }

    /// <summary><c>Pad</c>.</summary>
    public static Movement Pad(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        string mode = step.Attributes.Name("mode", "constant");
        long[] pads = step.Integers(1);
        long[] axes = step.Has(3) ? step.Integers(3) : [.. Enumerable.Range(0, x.Length).Select(static axis => (long)axis)];
        long[] begins = new long[x.Length];
        int[] shape = [.. x];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = step.Axis(axes[i], x.Length);
            begins[axis] = pads[i];
            shape[axis] = checked((int)(shape[axis] + pads[i] + pads[axes.Length + i]));
        }

        return Movement.ByAxis(shape, x, (axis, at) => Padded(mode, at - begins[axis], x[axis]), step.Has(2) ? (2, 0L) : null);
    }

    /// <summary><c>Slice</c>.</summary>
    public static Movement Slice(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        (long[] starts, long[] ends) = (step.Integers(1), step.Integers(2));
        long[] axes = step.Has(3) ? step.Integers(3) : [.. Enumerable.Range(0, starts.Length).Select(static axis => (long)axis)];
        int[] shape = [.. x];
        long[] steps = [.. StridedCopy.Steps(x).Select(static size => (long)size)];
        long offset = 0;
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = step.Axis(axes[i], x.Length);
            long increment = step.Has(4) ? step.Integers(4)[i] : 1;
            (long start, shape[axis]) = Taken(starts[i], ends[i], increment, x[axis]);
            offset += start * steps[axis];
            steps[axis] = shape[axis] <= 1 ? steps[axis] : checked(steps[axis] * increment);
        }

        return Movement.Strided(shape, steps, offset);
    }

    /// <summary><c>Split</c>.</summary>
    public static Movement Split(JudgedStep step, int output)
    {
        int[] shape = [.. step.Input(0).Shape];
        int axis = step.Axis(step.Attributes.Integer("axis", 0), shape.Length);
        long[] steps = [.. StridedCopy.Steps(shape).Select(static size => (long)size)];
        int each = (shape[axis] + step.Step.OutputCount - 1) / step.Step.OutputCount;
        long start = step.Has(1) ? step.Integers(1)[..output].Sum() : (long)output * each;
        shape[axis] = step.Has(1) ? checked((int)step.Integers(1)[output]) : (int)Math.Clamp(shape[axis] - start, 0, each);
        return Movement.Strided(shape, steps, start * steps[axis]);
    }

    /// <summary><c>Tile</c>.</summary>
    public static Movement Tile(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        long[] repeats = step.Integers(1);
        return Movement.ByAxis([.. x.Select((size, axis) => checked((int)(size * repeats[axis])))], x, (axis, at) => at % x[axis]);
    }

    /// <summary><c>Trilu</c>: column c of row r stays in the upper triangle if c - r ≥ k, in the lower one if c - r ≤ k.</summary>
    public static Movement Trilu(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        bool isUpper = step.Attributes.Flag("upper", true);
        Int128 diagonal = step.Has(1) ? step.Integers(1)[0] : 0;
        return new Movement(x, index => index[^1] - index[^2] is var distance && (isUpper ? distance >= diagonal : distance <= diagonal) ? (0, Position.Of(x, index)) : null);
    }

    /// <summary>A start or end below zero counts from the end, then both are brought into range (spec/exec-1, section 8).</summary>
    private static (long Start, int Count) Taken(long start, long end, long step, int size)
    {
        Int128 first = start < 0 ? (Int128)start + size : start;
        Int128 last = end < 0 ? (Int128)end + size : end;
        first = Int128.Clamp(first, 0, step > 0 ? size : Math.Max(0, size - 1));
        last = Int128.Clamp(last, step > 0 ? 0 : -1, size);
        Int128 count = step > 0 ? (last - first + step - 1) / step : (first - last - step - 1) / -(Int128)step;
        return size == 0 || count <= 0 ? (0, 0) : ((long)first, (int)count);
    }

    private static long Padded(string mode, long at, int size)
    {
        if (at >= 0 && at < size)
            return at;
        long period = Math.Max(1, 2L * (size - 1));
        return mode switch
        {
            "edge" => at < 0 ? 0 : size - 1,
            "wrap" => Modulo(at, size),
            "reflect" => Modulo(at, period) is var place && place < size ? place : period - place,
            _ => -1,
        };
    }

    private static long Modulo(long at, long size) => ((at % size) + size) % size;
}
