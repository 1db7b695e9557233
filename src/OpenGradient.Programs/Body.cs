using System.Collections.Immutable;

namespace OpenGradient.Programs;

/// <summary>Steps inside a step, run under a condition or repeatedly; see spec/exec-1, section "Bodies".</summary>
/// <remarks>
/// Values have one numbering in the whole Program. Those of a body come before the outputs of the step that holds it: first the
/// body's inputs, then what its steps make. A step of a body may also read every value that the step holding the body could read.
/// </remarks>
/// <param name="InputCount">How many values the operator hands in; they take the next free numbers.</param>
/// <param name="Steps">The operations, in the order in which they run.</param>
/// <param name="Outputs">The values that the operator takes out: any that a next step of the body could read.</param>
public sealed record Body(int InputCount, ImmutableArray<Step> Steps, ImmutableArray<int> Outputs)
{
    /// <summary>How many numbers the body's values take: inputs, and outputs of steps, those of bodies inside included.</summary>
    public int ValueCount => InputCount + Numbering.ValueCount(Steps);
}
