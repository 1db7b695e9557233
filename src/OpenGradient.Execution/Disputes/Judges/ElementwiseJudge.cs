using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The judge of operators that work element by element with broadcasting: the operator itself, on one element of each input.</summary>
/// <param name="shapedInputCount">How many inputs, from the first on, shape the output; the others give a type only.</param>
internal sealed class ElementwiseJudge(int shapedInputCount = int.MaxValue) : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        Tensor element = Run(step, output, static (input, _) => Zero(input));
        return new ValueHeader(element.Type, Shapes.ToImmutable(Shape(step)));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        int[] shape = Shape(step);
        return new Derivation(() => ElementBits.Of(Run(step, output, (input, index) => Element(input, index, shape, element)), 0));
    }

    private static Tensor Zero(JudgedInput input) => new(input.Type, [], new byte[input.Type.SizeBytes()]);

    private static Tensor Run(JudgedStep step, int output, Func<JudgedInput, int, Tensor> element) => SingleStep.Run(
        step.Step,
        [.. Enumerable.Range(0, step.InputCount).Select(index => step.Has(index) ? StepOperand.Of(element(step.Input(index), index)) : null)])[output];

    private Tensor Element(JudgedInput input, int index, int[] shape, long element) =>
        index < shapedInputCount ? input.Scalar(Position.Broadcast(input.Shape, shape, element)) : Zero(input);

    private int[] Shape(JudgedStep step)
    {
        int[][] shapes = [.. Enumerable.Range(0, Math.Min(step.InputCount, shapedInputCount)).Where(step.Has).Select(index => step.Input(index).Shape)];
        return Broadcast.TryShape(shapes) ?? throw step.Error("the shapes do not broadcast");
    }
}
