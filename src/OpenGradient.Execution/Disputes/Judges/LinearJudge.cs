using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Linear</c> and <c>FixedLinear</c>: a dot product of a row of x and a row of W, in terms of one product each; the last term adds the bias.</summary>
internal sealed class LinearJudge(bool isFixed = false) : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        int[] shape = [.. step.Input(0).Shape];
        shape[^1] = step.Input(1).Shape[0];
        return new ValueHeader(isFixed ? ElementType.Int64 : ElementType.Float32, Shapes.ToImmutable(shape));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        JudgedInput weights = step.Input(1);
        (int outputs, int depth) = (weights.Shape[0], weights.Shape[1]);
        (long row, long column) = Math.DivRem(element, outputs);
        if (isFixed)
            return Derivation.OfFixed(step, column, depth, k => x.Integer((row * depth) + k) * weights.Integer((column * depth) + k));
        Phase dot = Phase.Dot(depth, k => weights.Float((column * depth) + k), k => x.Float((row * depth) + k));
        return new Derivation([dot], results => Bias.Add(step, 2, column, ElementBits.Float(results[0])));
    }
}
