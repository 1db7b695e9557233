using System.Collections.Immutable;

namespace OpenGradient.Models.Compilation;

/// <summary>A body of a step in the making.</summary>
/// <param name="Inputs">What the operator hands in.</param>
/// <param name="Steps">Its steps; what no output needs is left out at the end.</param>
/// <param name="Outputs">What the operator takes out.</param>
internal sealed record DraftBody(ImmutableArray<DraftValue> Inputs, ImmutableArray<DraftStep> Steps, ImmutableArray<DraftValue> Outputs);
