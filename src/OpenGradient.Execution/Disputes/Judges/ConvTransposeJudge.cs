using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>ConvTranspose</c>: the channels and taps that reach an output, ascending, one term each; terms that do not reach it leave the sum as it is.</summary>
internal sealed class ConvTransposeJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        (int[] x, int[] weights) = (step.Input(0).Shape, step.Input(1).Shape);
        return new ValueHeader(step.Input(0).Type, Shapes.ToImmutable([x[0], weights[1] * step.Attributes.Integer("group", 1), .. Output(step)]));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, JudgedInput weights) = (step.Input(0), step.Input(1));
        int[] size = Output(step);
        int[] kernel = weights.Shape[2..];
        int groupCount = step.Attributes.Integer("group", 1);
        int groupOutputs = weights.Shape[1];
        int groupInputs = x.Shape[1] / groupCount;
        (long plane, long place) = Math.DivRem(element, Shapes.ElementCount(size));
        (long image, long channel) = Math.DivRem(plane, groupOutputs * groupCount);
        (long group, long within) = Math.DivRem(channel, groupOutputs);
        long taps = Shapes.ElementCount(kernel);
        long planeElements = Shapes.ElementCount(x.Shape, 2, x.Shape.Length);
        int[] target = Position.Index(size, place);
        float Take(long term, float sum)
        {
            (long input, long tap) = Math.DivRem(term, taps);
            long inputChannel = (group * groupInputs) + input;
            long source = Source(step, target, Position.Index(kernel, tap), x.Shape[2..]);
            return source < 0 ? sum : MathF.FusedMultiplyAdd(
                weights.Float((((inputChannel * groupOutputs) + within) * taps) + tap), x.Float((((image * x.Shape[1]) + inputChannel) * planeElements) + source), sum);
        }

        Phase sum = Phase.Chain(groupInputs * taps, 0f, (term, _, before) => Take(term, before));
        return new Derivation([sum], results => Bias.Add(step, 2, channel, ElementBits.Float(results[0])));
    }

    /// <summary>The p inside x with p·stride - pad + tap·dilation = o; -1 if there is none.</summary>
    private static long Source(JudgedStep step, int[] target, int[] tap, int[] input)
    {
        int axes = input.Length;
        int[] strides = step.Attributes.Integers("strides", axes, 1);
        int[] dilations = step.Attributes.Integers("dilations", axes, 1);
        long[] begins = Layout(step).Begins;
        long place = 0;
        for (int axis = 0; axis < axes; axis++)
        {
            long reach = target[axis] + begins[axis] - ((long)tap[axis] * dilations[axis]);
            if (reach < 0 || reach % strides[axis] != 0 || reach / strides[axis] >= input[axis])
                return -1;
            place = (place * input[axis]) + (reach / strides[axis]);
        }

        return place;
    }

    private static int[] Output(JudgedStep step) => Layout(step).Sizes;

    /// <summary>Sizes of the output, and padding at the begins. A size that is asked for, or that follows from <c>auto_pad</c>, makes its own padding.</summary>
    private static (int[] Sizes, long[] Begins) Layout(JudgedStep step)
    {
        int[] input = step.Input(0).Shape[2..];
        int[] kernel = step.Input(1).Shape[2..];
        int axes = input.Length;
        int[] strides = step.Attributes.Integers("strides", axes, 1);
        int[] dilations = step.Attributes.Integers("dilations", axes, 1);
        int[] pads = step.Attributes.Integers("pads", 2 * axes, 0);
        int[] added = step.Attributes.Integers("output_padding", axes, 0);
        string automatic = step.Attributes.Name("auto_pad", "explicit");
        int[]? asked = step.Attributes.Integers("output_shape") ?? (automatic == "explicit" ? null : [.. input.Select((size, axis) => checked(size * strides[axis]))]);
        long[] full = [.. input.Select((size, axis) => ((long)strides[axis] * (size - 1)) + added[axis] + ((kernel[axis] - 1L) * dilations[axis]) + 1)];
        if (asked is null)
            return ([.. full.Select((size, axis) => checked((int)(size - pads[axis] - pads[axes + axis])))], [.. pads[..axes].Select(static pad => (long)pad)]);
        int[] sizes = asked[^axes..];
        long[] cut = [.. full.Select((size, axis) => Math.Max(0, size - sizes[axis]))];
        return (sizes, [.. cut.Select(total => automatic == "same_upper" ? total / 2 : total - (total / 2))]);
    }
}
