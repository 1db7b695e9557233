using System.Collections.Immutable;

namespace OpenGradient.Execution;

/// <summary>What a value held.</summary>
/// <param name="Low">The smallest finite element; +∞ if there was none.</param>
/// <param name="High">The largest finite element; -∞ if there was none.</param>
/// <param name="Shape">The shape in the last run.</param>
public sealed record ObservedValue(double Low, double High, ImmutableArray<long> Shape);
