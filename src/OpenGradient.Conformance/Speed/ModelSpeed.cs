using System.Collections.Immutable;

namespace OpenGradient.Conformance.Speed;

/// <summary>How fast one model goes.</summary>
/// <param name="Shape">The name of its shape.</param>
/// <param name="Encoding">Of its weights.</param>
/// <param name="File">Where it was written.</param>
/// <param name="BytesPerToken">What one token reads of the weights.</param>
/// <param name="Threads">A result for each number of threads.</param>
public sealed record ModelSpeed(string Shape, string Encoding, string File, long BytesPerToken, ImmutableArray<ThreadSpeed> Threads);
