using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>A full trace, as a party claims it.</summary>
/// <param name="Root">The root over its leaves.</param>
/// <param name="LeafCount">How many leaves it has.</param>
internal readonly record struct TraceClaim(Digest Root, int LeafCount);
