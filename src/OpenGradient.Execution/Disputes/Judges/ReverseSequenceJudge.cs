using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>ReverseSequence</c>: the length of one sequence, then one element.</summary>
internal sealed class ReverseSequenceJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        int batch = step.Axis(step.Attributes.Integer("batch_axis", 1), x.Shape.Length);
        int time = step.Axis(step.Attributes.Integer("time_axis", 0), x.Shape.Length);
        int[] place = Position.Index(x.Shape, element);
        return new Derivation(() =>
        {
            long length = step.Input(1).Integer(place[batch]);
            place[time] = place[time] < length ? checked((int)(length - 1 - place[time])) : place[time];
            return x.Bits(Position.Of(x.Shape, place));
        });
    }
}
