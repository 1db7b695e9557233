using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>What a run carries out, in order, and when it needs values no more.</summary>
/// <param name="Steps">Steps, one by one or joined.</param>
/// <param name="LastUses">For each value the last step that reads it: <see cref="Liveness"/>.</param>
/// <param name="IsBatchwise">For each step whether a batch may pass it slice by slice: <see cref="BatchwiseSteps"/>.</param>
/// <param name="Tail">The end that may be run for some rows only.</param>
internal sealed record StepList(ImmutableArray<BoundStep> Steps, ImmutableArray<int> LastUses, ImmutableArray<bool> IsBatchwise, RowTail Tail)
{
    /// <summary>The list of such steps.</summary>
    public static StepList Of(Program program, ImmutableArray<BoundStep> steps)
    {
        ImmutableArray<int> lastUses = Liveness.LastUses(program, steps);
        return new(steps, lastUses, BatchwiseSteps.Find(program, steps, lastUses), RowTail.Of(program, steps, lastUses));
    }
}
