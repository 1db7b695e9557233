using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>How a window moves along each axis of lines, planes or volumes, worked out from the settings alone (spec/exec-1, section 6).</summary>
internal sealed class JudgedWindow
{
    private readonly int[] _input;
    private readonly int[] _kernel;
    private readonly int[] _strides;
    private readonly int[] _dilations;
    private readonly long[] _begins;
    private readonly long[] _ends;

    public JudgedWindow(JudgedStep step, int[] input, int[] kernel)
    {
        int axes = kernel.Length;
        _input = input;
        _kernel = kernel;
        _strides = step.Attributes.Integers("strides", axes, 1);
        _dilations = step.Attributes.Integers("dilations", axes, 1);
        int[] pads = step.Attributes.Integers("pads", 2 * axes, 0);
        _begins = [.. pads[..axes].Select(static pad => (long)pad)];
        _ends = [.. pads[axes..].Select(static pad => (long)pad)];
        string automatic = step.Attributes.Name("auto_pad", "explicit");
        bool roundsUp = step.Attributes.Flag("ceil_mode", false);
        Output = new int[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            if (automatic != "explicit")
                PadToSame(axis, isLower: automatic == "same_lower");
            Output[axis] = Size(axis, roundsUp);
        }
    }

    /// <summary>The window of a pooling step.</summary>
    public static JudgedWindow OfPool(JudgedStep step) =>
        new(step, step.Input(0).Shape[2..], step.Attributes.Integers("kernel_shape") ?? throw step.Error("kernel_shape is missing"));

    /// <summary>What a pooling step gives.</summary>
    public static ValueHeader PoolHeader(JudgedStep step, ElementType type)
    {
        int[] x = step.Input(0).Shape;
        return new ValueHeader(type, Shapes.ToImmutable([x[0], x[1], .. OfPool(step).Output]));
    }

    /// <summary>Windows along each axis.</summary>
    public int[] Output { get; }

    /// <summary>The taps of a window.</summary>
    public long TapCount => _kernel.Aggregate(1L, static (count, size) => count * size);

    /// <summary>The place in the plane that a tap of a window reads; -1 in the padding.</summary>
    public long Tap(long window, long tap)
    {
        long[] source = Source(window, tap);
        long place = 0;
        for (int axis = 0; axis < source.Length; axis++)
        {
            if (source[axis] < 0 || source[axis] >= _input[axis])
                return -1;
            place = (place * _input[axis]) + source[axis];
        }

        return place;
    }

    /// <summary>The place along each axis that a tap of a window reads, inside or not.</summary>
    public long[] Source(long window, long tap)
    {
        int[] at = Position.Index(Output, window);
        int[] within = Position.Index(_kernel, tap);
        return [.. at.Select((start, axis) => ((long)start * _strides[axis]) - _begins[axis] + ((long)within[axis] * _dilations[axis]))];
    }

    /// <summary>How many taps of a window lie inside the plane, or inside the padded plane.</summary>
    public long Inside(long window, bool countsPadding)
    {
        int[] at = Position.Index(Output, window);
        long count = 1;
        for (int axis = 0; axis < at.Length; axis++)
        {
            long first = ((long)at[axis] * _strides[axis]) - _begins[axis];
            long least = countsPadding ? -_begins[axis] : 0;
            long end = _input[axis] + (countsPadding ? _ends[axis] : 0);
            long from = Math.Max(0, Ceiling(least - first, _dilations[axis]));
            long to = Math.Min(_kernel[axis], Ceiling(end - first, _dilations[axis]));
            count *= Math.Max(0, to - from);
        }

        return count;
    }

    private static long Ceiling(long dividend, long divisor) => dividend > 0 ? (dividend + divisor - 1) / divisor : dividend / divisor;

    private void PadToSame(int axis, bool isLower)
    {
        long total = Math.Max(0, ((((_input[axis] + _strides[axis] - 1L) / _strides[axis]) - 1) * _strides[axis]) + Extent(axis) - _input[axis]);
        _begins[axis] = isLower ? (total + 1) / 2 : total / 2;
        _ends[axis] = total - _begins[axis];
    }

    private int Size(int axis, bool roundsUp)
    {
        long stride = _strides[axis];
        long room = _input[axis] + _begins[axis] + _ends[axis] - Extent(axis);
        long size = ((roundsUp ? room + stride - 1 : room) / stride) + 1;
        return checked((int)(roundsUp && (size - 1) * stride >= _input[axis] + _begins[axis] ? size - 1 : size));
    }

    private long Extent(int axis) => ((_kernel[axis] - 1L) * _dilations[axis]) + 1;
}
