using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>QuantizeLinear</c>, <c>DequantizeLinear</c>, <c>Requantize</c>: the operator itself on one element of x and what belongs to it of each other input.</summary>
internal sealed class QuantizedJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        Tensor element = Run(step, static input => new Tensor(input.Type, [1], Zero(input.Type)));
        return new ValueHeader(element.Type, Shapes.ToImmutable(step.Input(0).Shape));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        return new Derivation(() => ElementBits.Of(Run(step, input => Single(input.Scalar(input == x ? element : Place(step, input, element)))), 0));
    }

    /// <summary>One element serves all; one for each index of an axis; or one for each block of indices.</summary>
    private static long Place(JudgedStep step, JudgedInput input, long element)
    {
        int block = step.Attributes.Integer("block", 0);
        if (input.Count == 1 && block == 0)
            return 0;
        int[] shape = step.Input(0).Shape;
        int axis = step.Axis(step.Attributes.Integer("axis", 1), shape.Length);
        int[] index = Position.Index(shape, element);
        if (block == 0)
            return index[axis];
        index[axis] /= block;
        return Position.Of(input.Shape, index);
    }

    private static Tensor Single(Tensor scalar) => new(scalar.Type, [1], scalar.Bytes);

    private static byte[] Zero(ElementType type) => new byte[type.SizeBytes()];

    private static Tensor Run(JudgedStep step, Func<JudgedInput, Tensor> element)
    {
        StepOperand?[] operands = [.. Enumerable.Range(0, step.InputCount).Select(index => step.Has(index) ? StepOperand.Of(element(step.Input(index))) : null)];
        return SingleStep.Run(step.Step with { Attributes = step.Step.Attributes.Remove("axis").Remove("block") }, operands)[0];
    }
}
