using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>LayerNorm</c> and <c>InstanceNorm</c>: the mean of the row, then the sum of the squares of the distances, then the element.</summary>
/// <param name="isPlane">Whether a row is a plane and has one scale, or is what lies from <c>axis</c> on and has a scale for each element.</param>
internal sealed class StandardizeJudge(bool isPlane) : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        int axis = isPlane ? 2 : step.Axis(step.Attributes.Integer("axis", -1), x.Shape.Length);
        int count = Shapes.ElementCount(x.Shape, axis, x.Shape.Length);
        (long row, long column) = Math.DivRem(element, count);
        float epsilon = step.Attributes.Float("epsilon", 1e-5f);
        float Distance(long i, ulong mean) => x.Float((row * count) + i) - ElementBits.Float(mean);
        Phase mean = Phase.Row(default(MeanReducer), count, (i, _) => x.Float((row * count) + i));
        Phase squares = Phase.Row(default(SumSquareReducer), count, (i, results) => Distance(i, results[0]));
        return new Derivation([mean, squares], results =>
        {
            float factor = 1f / MathF.Sqrt((ElementBits.Float(results[1]) / count) + epsilon);
            float standard = Distance(column, results[0]) * factor;
            long channel = isPlane ? row % x.Shape[1] : column;
            return Bias.Add(step, 2, channel, (isPlane ? standard - 0f : standard) * step.Input(1).Float(channel));
        });
    }
}
