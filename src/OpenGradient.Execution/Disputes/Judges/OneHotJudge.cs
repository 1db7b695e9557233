using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>OneHot</c>: one index, then on or off.</summary>
internal sealed class OneHotJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        (int[] indices, int axis) = (step.Input(0).Shape, Axis(step));
        return new ValueHeader(step.Input(2).Type, Shapes.ToImmutable([.. indices[..axis], Depth(step), .. indices[axis..]]));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput indices, int axis, int depth) = (step.Input(0), Axis(step), Depth(step));
        long inner = Shapes.ElementCount(indices.Shape, axis, indices.Shape.Length);
        (long row, long within) = Math.DivRem(element, inner);
        (long outer, long number) = Math.DivRem(row, depth);
        return new Derivation(() =>
        {
            long index = indices.Integer((outer * inner) + within);
            return step.Input(2).Bits((index < 0 ? index + depth : index) == number ? 1 : 0);
        });
    }

    private static int Axis(JudgedStep step) => step.Axis(step.Attributes.Integer("axis", -1), step.Input(0).Shape.Length + 1);

    private static int Depth(JudgedStep step) => checked((int)step.Integers(1)[0]);
}
