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
        int[] row = Row(step);
        int count = Shapes.ElementCount(row);
        long first = element / count * count;
        float epsilon = step.Attributes.Float("epsilon", 0f);
        Phase squares = Phase.Row(default(SumSquareReducer), count, (i, _) => x.Float(first + i));
        return new Derivation([squares], results =>
        {
            float r = 1f / MathF.Sqrt((ElementBits.Float(results[0]) / count) + epsilon);
            return ElementBits.Of(x.Float(element) * r * NormalizedRow.Operand(gain, row, element - first));
        });
    }

    /// <summary>The axes from <c>axis</c> on, or as many elements of the last axis as the gain has.</summary>
    private static int[] Row(JudgedStep step)
    {
        int[] x = step.Input(0).Shape;
        return step.Attributes.Integers("axis") is [int axis] ? x[step.Axis(axis, x.Length)..] : [step.Input(1).Count];
    }
}
