using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>GatherElements</c>: one index, then one element.</summary>
internal sealed class GatherElementsJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(step.Input(1).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, JudgedInput indices) = (step.Input(0), step.Input(1));
        int axis = step.Axis(step.Attributes.Integer("axis", 0), x.Shape.Length);
        int[] place = Position.Index(indices.Shape, element);
        return new Derivation(() =>
        {
            place[axis] = (int)IndexReader.Chosen(step, indices, element, x.Shape[axis]);
            return x.Bits(Position.Of(x.Shape, place));
        });
    }
}
