using System.Collections.Immutable;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Windows with written-out padding; convolutions that are read backwards.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>Padding that the sizes ask for is written out. An average whose windows may lie beyond the padding becomes a sum and its counts.</summary>
    private DraftValue? Window()
    {
        if (_step.Operator == "Conv" && Shape(0).Length == 5)
            return Convolved(Input(0), Input(1), Optional(2));
        bool isSimple = !_step.Attributes.ContainsKey("auto_pad") && Integer(_step, "ceil_mode", 0) == 0;
        if (isSimple || _step.OutputCount != 1)
            return null;
        ImmutableArray<long> kernel = _step.Operator == "Conv" ? Shape(1)[2..] : [.. Integers(_step, "kernel_shape")!];
        long[] pads = Padding(kernel);
        var settings = new Settings().Copy(_step.Attributes.Remove("auto_pad").Remove("ceil_mode").Remove("pads").Remove("count_include_pad")).Integers("pads", pads);
        if (_step.Operator != "AveragePool")
            return Emit(_step.Operator, settings, [.. _step.Inputs.Select(input => input == Step.Absent ? null : Value(input))]);
        float[] counts = Counts(kernel, pads, IsPaddingCounted() ? Given(kernel) : new long[pads.Length]);
        return Emit("Div", null, Emit("SumPool", settings, Input(0)), Floats(counts, [.. OutputShape[2..]]));
    }

    private bool IsPaddingCounted() => Integer(_step, "count_include_pad", 0) == 1;

    /// <summary>Begins, then ends; the ends reach as far as the last window, which may be beyond what was given.</summary>
    private long[] Padding(ImmutableArray<long> kernel)
    {
        long[] given = Given(kernel);
        int count = kernel.Length;
        for (int axis = 0; axis < count; axis++)
            given[count + axis] = Math.Max(0, Span(kernel, axis) - Shape(0)[axis + 2] - given[axis]);
        return given;
    }

    /// <summary>The padding as the attributes say it.</summary>
    private long[] Given(ImmutableArray<long> kernel)
    {
        int count = kernel.Length;
        long[] pads = Integers(_step, "pads") is { } listed ? [.. listed] : new long[2 * count];
        string mode = Name(_step, "auto_pad", "explicit");
        for (int axis = 0; axis < count && mode != "explicit"; axis++)
        {
            long total = Math.Max(0, Span(kernel, axis) - Shape(0)[axis + 2]);
            pads[axis] = mode == "same_lower" ? total - (total / 2) : total / 2;
            pads[count + axis] = total - pads[axis];
        }

        return pads;
    }

    /// <summary>From the begin of the first window to the end of the last.</summary>
    private long Span(ImmutableArray<long> kernel, int axis) => ((OutputShape[axis + 2] - 1) * Stride(axis)) + Extent(kernel, axis);

    private long Stride(int axis) => Integers(_step, "strides")?[axis] ?? 1;

    private long Dilation(int axis) => Integers(_step, "dilations")?[axis] ?? 1;

    private long Extent(ImmutableArray<long> kernel, int axis) => ((kernel[axis] - 1) * Dilation(axis)) + 1;

    /// <summary>How many taps of each window lie inside of the plane with so much padding.</summary>
    private float[] Counts(ImmutableArray<long> kernel, long[] pads, long[] counted)
    {
        float[] counts = [1f];
        for (int axis = 0; axis < kernel.Length; axis++)
        {
            long size = Shape(0)[axis + 2];
            float[] inside = [.. Enumerable.Range(0, (int)OutputShape[axis + 2]).Select(place => (float)Enumerable.Range(0, (int)kernel[axis]).Count(tap =>
                (place * Stride(axis)) - pads[axis] + (tap * Dilation(axis)) is var at && at >= -counted[axis] && at < size + counted[kernel.Length + axis]))];
            counts = [.. counts.SelectMany(_ => inside, static (outer, inner) => outer * inner)];
        }

        return counts;
    }

    /// <summary>A convolution with the taps in reverse over the input with zeros between its elements.</summary>
    private DraftValue TransposedConv()
    {
        ImmutableArray<long> weights = Shape(1);
        ImmutableArray<long> kernel = weights[2..];
        int group = Integer(_step, "group", 1);
        DraftValue x = Input(0);
        long[] pads = new long[2 * kernel.Length];
        for (int axis = 0; axis < kernel.Length; axis++)
        {
            x = Spread(x, axis + 2, Stride(axis));
            pads[axis] = Extent(kernel, axis) - 1 - Cropped(kernel, axis);
            pads[kernel.Length + axis] = OutputShape[axis + 2] + Extent(kernel, axis) - 1 - pads[axis] - Length(axis);
            x = Cropped(x, axis, pads, kernel.Length);
        }

        DraftValue turned = Floats(Reversed(KnownFloats(1), weights, group), [weights[1] * group, weights[0] / group, .. kernel]);
        if (kernel.Length == 3)
            return TransposedVolume(x, turned, pads, group);
        Settings settings = new Settings().Integers("pads", pads).Integers("dilations", Integers(_step, "dilations"));
        return Emit("Conv", group == 1 ? settings : settings.Integer("group", group), x, turned, Optional(2));
    }

    /// <summary>So many elements an axis has with the zeros between them.</summary>
    private long Length(int axis) => ((Shape(0)[axis + 2] - 1) * Stride(axis)) + 1;

    /// <summary>How much of the output's begin is cut off.</summary>
    private long Cropped(ImmutableArray<long> kernel, int axis)
    {
        string mode = Name(_step, "auto_pad", "explicit");
        if (mode == "explicit" && !_step.Attributes.ContainsKey("output_shape"))
            return Integers(_step, "pads")?[axis] ?? 0;
        long more = Integers(_step, "output_padding")?[axis] ?? 0;
        long total = Math.Max(0, ((Shape(0)[axis + 2] - 1) * Stride(axis)) + more + Extent(kernel, axis) - OutputShape[axis + 2]);
        return mode == "same_upper" ? total / 2 : total - (total / 2);
    }

    /// <summary>Negative padding is cut off.</summary>
    private DraftValue Cropped(DraftValue x, int axis, long[] pads, int count)
    {
        long start = Math.Max(0, -pads[axis]);
        long end = Length(axis) - Math.Max(0, -pads[count + axis]);
        pads[axis] = Math.Max(0, pads[axis]);
        pads[count + axis] = Math.Max(0, pads[count + axis]);
        return start == 0 && end == Length(axis) ? x : Cut(x, axis + 2, start, end);
    }

    /// <summary>Zeros between the elements of an axis.</summary>
    private DraftValue Spread(DraftValue x, int axis, long stride)
    {
        if (stride == 1)
            return x;
        long[] shape = x.Facts.KnownShape!;
        long[] pads = new long[2 * (shape.Length + 1)];
        pads[^(shape.Length - axis)] = stride - 1;
        DraftValue apart = Emit("Pad", null, Emit("Unsqueeze", null, x, Longs(axis + 1)), Longs(pads));
        DraftValue joined = Reshape(apart, [.. shape[..axis], shape[axis] * stride, .. shape[(axis + 1)..]]);
        DraftValue cut = Cut(joined, axis, 0, ((shape[axis] - 1) * stride) + 1);
        cut.Facts = ValueFacts.Of(ElementType.Float32, [.. shape[..axis], ((shape[axis] - 1) * stride) + 1, .. shape[(axis + 1)..]]);
        return cut;
    }

    /// <summary>From inputs by outputs of a group to outputs by inputs, each kernel from its end.</summary>
    private static float[] Reversed(float[] weights, ImmutableArray<long> shape, int group)
    {
        int outputs = (int)shape[1];
        int inputs = (int)shape[0] / group;
        int taps = (int)Count(shape.AsSpan()[2..]);
        float[] reversed = new float[weights.Length];
        for (int g = 0; g < group; g++)
        {
            for (int input = 0; input < inputs; input++)
            {
                for (int output = 0; output < outputs; output++)
                {
                    ReadOnlySpan<float> kernel = weights.AsSpan((((g * inputs) + input) * outputs + output) * taps, taps);
                    Span<float> turned = reversed.AsSpan((((g * outputs) + output) * inputs + input) * taps, taps);
                    kernel.CopyTo(turned);
                    turned.Reverse();
                }
            }
        }

        return reversed;
    }
}
