using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Gather</c>: one index, then one element.</summary>
internal sealed class GatherJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        (int[] x, int axis) = (step.Input(0).Shape, Axis(step));
        return new ValueHeader(step.Input(0).Type, Shapes.ToImmutable([.. x[..axis], .. step.Input(1).Shape, .. x[(axis + 1)..]]));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, JudgedInput indices, int axis) = (step.Input(0), step.Input(1), Axis(step));
        long inner = Shapes.ElementCount(x.Shape, axis + 1, x.Shape.Length);
        (long row, long within) = Math.DivRem(element, inner);
        (long outer, long index) = Math.DivRem(row, indices.Count);
        return new Derivation(() => x.Bits((((outer * x.Shape[axis]) + IndexReader.Chosen(step, indices, index, x.Shape[axis])) * inner) + within));
    }

    private static int Axis(JudgedStep step) => step.Axis(step.Attributes.Integer("axis", 0), step.Input(0).Shape.Length);
}
