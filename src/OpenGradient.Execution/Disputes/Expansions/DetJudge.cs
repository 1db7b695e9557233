using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Det</c>: the elimination, which leaves its pivots behind, then their product.</summary>
internal sealed class DetJudge : IExpandingJudge
{
    /// <inheritdoc/>
    public bool ExpandsHeader => false;

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(step.Input(0).Shape.AsSpan()[..^2]));

    /// <inheritdoc/>
    public Expansion? Expand(Reading reading, JudgedStep step) => Expansion.Of(reading, step, (sketch, inputs) =>
    {
        int columns = sketch.Add(EliminateJudge.Operator, [inputs[0]]);
        return [sketch.Add(PivotProductJudge.Operator, [columns], ("to", step.Input(0).Type.CanonicalName()))];
    });
}
