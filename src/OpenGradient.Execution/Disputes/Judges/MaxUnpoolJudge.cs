using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>MaxUnpool</c>: from zero on, each element of x in turn, one term each; those of other places change nothing.</summary>
internal sealed class MaxUnpoolJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(Shape(step)));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, JudgedInput places) = (step.Input(0), step.Input(1));
        int count = Shapes.ElementCount(Shape(step));
        Phase last = Phase.Words(x.Count, 0, (term, _, before) => IndexReader.Chosen(step, places, term, count) == element ? x.Bits(term) : before);
        return new Derivation([last], static results => results[0]);
    }

    private static int[] Shape(JudgedStep step)
    {
        int[] shape = [.. step.Input(0).Shape];
        int axes = shape.Length - 2;
        int[] kernel = step.Attributes.Integers("kernel_shape") ?? throw step.Error("kernel_shape is missing");
        int[] strides = step.Attributes.Integers("strides", axes, 1);
        int[] pads = step.Attributes.Integers("pads", 2 * axes, 0);
        for (int axis = 0; axis < axes; axis++)
            shape[axis + 2] = checked((strides[axis] * (shape[axis + 2] - 1)) + kernel[axis] - pads[axis] - pads[axes + axis]);
        return shape;
    }
}
