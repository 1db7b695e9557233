using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Col2Im</c>: from +0 on, each tap of the windows in turn, one term each; one that no window brings to the place changes nothing.</summary>
internal sealed class Col2ImJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        (int[] x, int[] image, int[] block) = (step.Input(0).Shape, List(step, 1), List(step, 2));
        return new ValueHeader(step.Input(0).Type, Shapes.ToImmutable([x[0], x[1] / Shapes.ElementCount(block), .. image]));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, int[] image, int[] block) = (step.Input(0), List(step, 1), List(step, 2));
        int taps = Shapes.ElementCount(block);
        (long plane, long place) = Math.DivRem(element, Shapes.ElementCount(image));
        int[] target = Position.Index(image, place);
        Phase sum = Phase.Chain(taps, 0f, (tap, _, before) =>
            Window(step, image, block, target, Position.Index(block, tap)) is >= 0 and long window ? before + x.Float((((plane * taps) + tap) * x.Shape[2]) + window) : before);
        return new Derivation([sum], static results => results[0]);
    }

    private static int[] List(JudgedStep step, int input) => [.. step.Integers(input).Select(static number => checked((int)number))];

    /// <summary>The window whose tap comes to a place of the image; -1 if there is none.</summary>
    private static long Window(JudgedStep step, int[] image, int[] block, int[] target, int[] tap)
    {
        int axes = image.Length;
        int[] strides = step.Attributes.Integers("strides", axes, 1);
        int[] dilations = step.Attributes.Integers("dilations", axes, 1);
        int[] pads = step.Attributes.Integers("pads", 2 * axes, 0);
        long window = 0;
        for (int axis = 0; axis < axes; axis++)
        {
            long count = ((image[axis] + pads[axis] + pads[axes + axis] - ((block[axis] - 1L) * dilations[axis]) - 1) / strides[axis]) + 1;
            long reach = target[axis] + (long)pads[axis] - ((long)tap[axis] * dilations[axis]);
            if (reach < 0 || reach % strides[axis] != 0 || reach / strides[axis] >= count)
                return -1;
            window = (window * count) + (reach / strides[axis]);
        }

        return window;
    }
}
