using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A step that a cheating runner does otherwise.</summary>
/// <param name="Step">Which.</param>
/// <param name="Alter">From what the step reads and rightly gives to what the cheat says it gives.</param>
internal sealed record StepAlteration(int Step, Func<IReadOnlyList<StepOperand?>, ImmutableArray<Tensor>, ImmutableArray<Tensor>> Alter);
