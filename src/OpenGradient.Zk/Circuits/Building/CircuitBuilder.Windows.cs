using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits.Steps;

namespace OpenGradient.Zk.Circuits.Building;

/// <content>Convolutions, pools, and the largest or smallest along axes.</content>
internal sealed partial class CircuitBuilder
{
    private void AddConv(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        ImmutableArray<long> weights = Input(step, 1).Shape;
        int groups = Integer(step, "group", 1);
        bool fits = weights.Length == x.Shape.Length && weights.Length >= 3 && groups >= 1;
        if (!fits || !IsSmall(weights) || weights[0] % groups != 0 || x.Shape[1] % groups != 0 || x.Shape[1] / groups != weights[1])
            throw Unsupported("has weights that do not fit its input");
        ImmutableArray<WindowAxis> axes = Windows(step, x.Shape, [.. weights[2..]]);
        (int bias, ImmutableArray<CellInterval> bounds) = AddWeightedSum(step, x, weights[0]);
        SetValue(output, ValueRole.Virtual, [x.Shape[0], weights[0], .. axes.Select(static axis => axis.PlaceCount)], CellInterval.Around(bounds.AsSpan()), boundsAxis: 1, axisBounds: bounds);
        _steps.Add(new ConvStep(step.Inputs[0], step.Inputs[1], bias, groups, axes, output));
    }

    /// <summary>One axis after another: a window is a product of axes, and the largest of the largest is the largest.</summary>
    private void AddPool(Step step, int output)
    {
        CircuitValue x = CoreInput(step, 0);
        if (Integers(step, "kernel_shape") is not { } kernel || x.Shape.Length != kernel.Length + 2 || Integer(step, "ceil_mode", 0) != 0)
            throw Unsupported("pools with windows that are rounded up, or do not fit its input");
        ImmutableArray<WindowAxis> axes = Windows(step, x.Shape, kernel);
        int value = step.Inputs[0];
        for (int axis = 0; axis < axes.Length; axis++)
        {
            if (axes[axis].TapCount > MostTaps || !axes[axis].AlwaysSees())
                throw Unsupported("pools with windows that are too large, or see only padding");
            value = AddExtremeOfTaps(value, axis + 2, axes[axis]);
        }

        AddSame(value, _values[value]!.Shape, output);
    }

    private int AddExtremeOfTaps(int x, int axis, WindowAxis window)
    {
        Queue<int> taps = new();
        for (long tap = 0; tap < window.TapCount; tap++)
            taps.Enqueue(AddTap(x, axis, window.OfTap(tap), _values[x]!.Bounds.Low));
        while (taps.Count > 1)
        {
            int larger = AddValue();
            AddExtreme(taps.Dequeue(), taps.Dequeue(), isMax: true, larger);
            taps.Enqueue(larger);
        }

        return taps.Dequeue();
    }

    private int AddTap(int x, int axis, WindowAxis window, BigInteger fill)
    {
        int output = AddValue();
        SetValue(output, ValueRole.Virtual, _values[x]!.Shape.SetItem(axis, window.PlaceCount), _values[x]!.Bounds);
        _steps.Add(new TapStep(x, axis, window, (long)fill, output));
        return output;
    }

    private void AddReduction(Step step, int output)
    {
        ImmutableArray<long> shape = CoreInput(step, 0).Shape;
        bool[] reduced = ReducedAxes(step, shape.Length);
        int value = step.Inputs[0];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            while (reduced[axis] && _values[value]!.Shape[axis] > 1)
                value = AddHalf(value, axis, step.Operator == "ReduceMax");
        }

        bool keeps = Integer(step, "keepdims", 1) == 1;
        AddSame(value, [.. _values[value]!.Shape.Where((_, axis) => keeps || !reduced[axis])], output);
    }

    /// <summary>The larger of the first half of an axis and the second; of an odd number the middle is in both.</summary>
    private int AddHalf(int x, int axis, bool isMax)
    {
        long count = _values[x]!.Shape[axis];
        long half = (count + 1) / 2;
        WindowAxis first = new(count, TapCount: 1, half, Stride: 1, Dilation: 1, Pad: 0);
        int output = AddValue();
        AddExtreme(AddTap(x, axis, first, fill: 0), AddTap(x, axis, first with { Pad = half - count }, fill: 0), isMax, output);
        return output;
    }

    private bool[] ReducedAxes(Step step, int axisCount)
    {
        bool hasAxes = step.Inputs.Length > 1 && step.Inputs[1] != Step.Absent;
        if (!hasAxes && Integer(step, "noop_with_empty_axes", 0) != 0)
            throw Unsupported("reduces no axis");
        if (hasAxes && ConstantInput(step, 1).Length == 0)
            throw Unsupported("reduces by an empty list");
        int first = Integer(step, "first_axis", 0);
        return hasAxes ? AxisSet(ConstantInput(step, 1), axisCount) : [.. Enumerable.Range(0, axisCount).Select(axis => axis >= first)];
    }

    private ImmutableArray<WindowAxis> Windows(Step step, ImmutableArray<long> input, long[] kernel)
    {
        if (step.Attributes.GetValueOrDefault("auto_pad", "explicit") != "explicit")
            throw Unsupported("has automatic padding");
        long[] strides = Integers(step, "strides") ?? Repeated(1, kernel.Length);
        long[] dilations = Integers(step, "dilations") ?? Repeated(1, kernel.Length);
        long[] pads = Integers(step, "pads") ?? Repeated(0, 2 * kernel.Length);
        if (strides.Length != kernel.Length || dilations.Length != kernel.Length || pads.Length != 2 * kernel.Length)
            throw Unsupported("has settings for another number of axes");
        return [.. kernel.Select((taps, axis) => Window(input[axis + 2], taps, strides[axis], dilations[axis], pads[axis], pads[axis + kernel.Length]))];
    }

    private WindowAxis Window(long input, long taps, long stride, long dilation, long begin, long end)
    {
        bool isPossible = taps >= 1 && stride >= 1 && dilation >= 1 && begin >= 0 && end >= 0;
        if (!isPossible || taps > 1L << LogMostCells || input + begin + end < ((taps - 1) * dilation) + 1)
            throw Unsupported("has a window that is larger than the padded input");
        long places = ((input + begin + end - (((taps - 1) * dilation) + 1)) / stride) + 1;
        if (places > (1L << LogMostCells) / taps)
            throw Unsupported("has windows with too many places and taps");
        CountCells(places * taps);
        return new(input, taps, places, stride, dilation, begin);
    }

    private static long[] Repeated(long number, int count) => [.. Enumerable.Repeat(number, count)];

    private const int MostTaps = 64;
}
