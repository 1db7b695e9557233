using OpenGradient.Primitives;

namespace OpenGradient.Execution;

/// <summary>The commitment to what the traced steps of a run made: spec/exec-1, section "Trace".</summary>
/// <param name="Root">The Merkle root over the leaves.</param>
/// <param name="LeafCount">How many leaves there are.</param>
public readonly record struct RunTrace(Digest Root, long LeafCount);
