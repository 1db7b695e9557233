using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>BatchNorm</c>: one term.</summary>
internal sealed class BatchNormJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        long channel = x.Shape.Length < 2 ? 0 : element / Shapes.ElementCount(x.Shape, 2, x.Shape.Length) % x.Shape[1];
        float epsilon = step.Attributes.Float("epsilon", 1e-5f);
        return new Derivation(() =>
        {
            float factor = step.Input(1).Float(channel) / MathF.Sqrt(step.Input(4).Float(channel) + epsilon);
            return Bias.Add(step, 2, channel, (x.Float(element) - step.Input(3).Float(channel)) * factor);
        });
    }
}
