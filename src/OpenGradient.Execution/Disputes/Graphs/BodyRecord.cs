using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>A body of a step, as far as it must be known to go in and out of it.</summary>
/// <param name="First">The first of its steps; null if it has none.</param>
/// <param name="InputCount">How many values the step hands in.</param>
/// <param name="Outputs">What the step takes out.</param>
internal sealed record BodyRecord(int? First, int InputCount, ImmutableArray<ValueReference> Outputs);
