using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>LayerNorm</c> and <c>InstanceNorm</c>: the mean of the row, then the sum of the squares of the distances, then the element.</summary>
/// <param name="isPlane">Whether a row is a plane and has one scale, or is what lies from <c>axis</c> on and has a scale for each element.</param>
internal sealed class StandardizeJudge(bool isPlane) : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        int axis = Axis(step);
        int[] shape = output == 0 ? x : [.. x[..axis], .. Enumerable.Repeat(1, x.Length - axis)];
        return new ValueHeader(step.Input(0).Type, Shapes.ToImmutable(shape));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        int[] rowShape = x.Shape[Axis(step)..];
        int count = Shapes.ElementCount(rowShape);
        (long row, long column) = output == 0 && count > 0 ? Math.DivRem(element, count) : (element, 0);
        float epsilon = step.Attributes.Float("epsilon", 1e-5f);
        float Distance(long i, ulong mean) => x.Float((row * count) + i) - ElementBits.Float(mean);
        float Factor(ulong squares) => 1f / MathF.Sqrt((ElementBits.Float(squares) / count) + epsilon);
        Phase mean = Phase.Row(default(MeanReducer), count, (i, _) => x.Float((row * count) + i));
        Phase squares = Phase.Row(default(SumSquareReducer), count, (i, results) => Distance(i, results[0]));
        if (output == 1)
            return new Derivation([mean], static results => results[0]);
        return new Derivation([mean, squares], results => output == 2
            ? ElementBits.Of(Factor(results[1]))
            : Scaled(step, rowShape, row, column, Distance(column, results[0]) * Factor(results[1])));
    }

    private ulong Scaled(JudgedStep step, int[] rowShape, long row, long column, float standard)
    {
        if (isPlane)
            return Bias.Add(step, 2, row % step.Input(0).Shape[1], (standard - 0f) * step.Input(1).Float(row % step.Input(0).Shape[1]));
        float scaled = standard * NormalizedRow.Operand(step.Input(1), rowShape, column);
        return ElementBits.Of(step.Has(2) ? scaled + NormalizedRow.Operand(step.Input(2), rowShape, column) : scaled);
    }

    private int Axis(JudgedStep step) => isPlane ? 2 : step.Axis(step.Attributes.Integer("axis", -1), step.Input(0).Shape.Length);
}
