using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>AffineGrid</c>: the operator itself on one matrix.</summary>
internal sealed class AffineGridJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        long[] size = step.Integers(1);
        return new ValueHeader(step.Input(0).Type, [size[0], .. size[2..], size.Length - 2]);
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput theta, long[] size) = (step.Input(0), step.Integers(1));
        long places = size[2..].Aggregate((long)size.Length - 2, static (product, count) => checked(product * count));
        (long batch, long within) = Math.DivRem(element, places);
        int count = Shapes.ElementCount(theta.Shape, 1, 3);
        return new Derivation(() =>
        {
            float[] own = [.. Enumerable.Range(0, count).Select(i => theta.Float((batch * count) + i))];
            StepOperand[] operands =
            [
                StepOperand.Of(Tensor.Create<float>(ElementType.Float32, [1, theta.Shape[1], theta.Shape[2]], own)),
                StepOperand.Of(Tensor.Create<long>(ElementType.Int64, [size.Length], [1, .. size[1..]])),
            ];
            return WholeStepJudge.Bits(SingleStep.Run(step.Step, operands)[0], within);
        });
    }
}
