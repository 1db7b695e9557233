using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>What a run carries out, in order, and when it needs values no more.</summary>
/// <param name="Steps">Steps, one by one or joined.</param>
/// <param name="LastUses">For each value the last step that reads it: <see cref="Liveness"/>.</param>
internal sealed record StepList(ImmutableArray<BoundStep> Steps, ImmutableArray<int> LastUses)
{
    /// <summary>The list of such steps.</summary>
    public static StepList Of(Program program, ImmutableArray<BoundStep> steps) => new(steps, Liveness.LastUses(program, steps));
}
