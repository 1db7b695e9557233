using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Compress</c>: the conditions in turn, one term each, up to the one that lets the slice through; then one element.</summary>
internal sealed class CompressJudge : ISizeJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => this.InferBySize(step, output);

    /// <inheritdoc/>
    public Derivation DeriveSize(JudgedStep step, int output) =>
        SelectedPlace.Count(step.Input(1).Count, at => step.Input(1).Bits(at) != 0);

    /// <inheritdoc/>
    public ValueHeader Header(JudgedStep step, int output, ulong size)
    {
        (int[] shape, int axis) = Shape(step);
        return new ValueHeader(step.Input(0).Type, Shapes.ToImmutable([.. shape[..axis], (int)size, .. shape[(axis + 1)..]]));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (int[] shape, int axis) = Shape(step);
        long inner = Shapes.ElementCount(shape, axis + 1, shape.Length);
        long count = step.OutputHeader.Shape[axis];
        (long outer, long rank) = Math.DivRem(element / inner, count);
        return new Derivation(
            [SelectedPlace.Find(step.Input(1).Count, rank, at => step.Input(1).Bits(at) != 0)],
            results => step.Input(0).Bits((((outer * shape[axis]) + (long)results[0]) * inner) + (element % inner)));
    }

    private static (int[] Shape, int Axis) Shape(JudgedStep step)
    {
        int[] shape = step.Input(0).Shape;
        return step.Attributes.Integers("axis") is [int axis] ? (shape, step.Axis(axis, shape.Length)) : ([Shapes.ElementCount(shape)], 0);
    }
}
