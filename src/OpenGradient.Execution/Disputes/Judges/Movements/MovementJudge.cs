using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Disputes;

/// <summary>The judge of operators that move elements: one element, from where the shapes and short lists say.</summary>
/// <param name="move">Where the elements of an output, by its number, come from.</param>
internal sealed class MovementJudge(Func<JudgedStep, int, Movement> move) : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(move(step, output).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        Movement movement = move(step, output);
        (int Input, long Place)? source = movement.Source(Position.Index(movement.Shape, element));
        return new Derivation(() => source is { } from ? step.Input(from.Input).Bits(from.Place) : 0);
    }
}
