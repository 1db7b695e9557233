using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>GatherND</c>: one tuple of indices, then one element.</summary>
internal sealed class GatherNdJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) =>
        new(step.Input(0).Type, Shapes.ToImmutable([.. step.Input(1).Shape[..^1], .. Slice(step)]));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, JudgedInput indices) = (step.Input(0), step.Input(1));
        int batchAxes = step.Attributes.Integer("batch_dims", 0);
        long slice = Shapes.ElementCount(Slice(step));
        (long tuple, long within) = Math.DivRem(element, slice);
        long batch = tuple / Shapes.ElementCount(indices.Shape, batchAxes, indices.Shape.Length - 1);
        long tuples = Shapes.ElementCount(x.Shape, batchAxes, batchAxes + indices.Shape[^1]);
        return new Derivation(() => x.Bits((((batch * tuples) + IndexReader.Tuple(step, indices, tuple, x.Shape, batchAxes)) * slice) + within));
    }

    private static int[] Slice(JudgedStep step) => step.Input(0).Shape[(step.Attributes.Integer("batch_dims", 0) + step.Input(1).Shape[^1])..];
}
