using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>RmsNorm</c>: the sum of the squares of the group, then the element.</summary>
internal sealed class RmsNormJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, JudgedInput gain) = (step.Input(0), step.Input(1));
        int count = gain.Count;
        long first = element / count * count;
        float epsilon = step.Attributes.Float("epsilon", 0f);
        Phase squares = Phase.Row(default(SumSquareReducer), count, (i, _) => x.Float(first + i));
        return new Derivation([squares], results =>
        {
            float r = 1f / MathF.Sqrt((ElementBits.Float(results[0]) / count) + epsilon);
            return ElementBits.Of(x.Float(element) * r * gain.Float(element - first));
        });
    }
}
