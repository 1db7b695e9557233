using System.Collections.Immutable;

namespace OpenGradient.Transparency.Witness;

/// <summary>How it stands with a witness that a log asks.</summary>
/// <param name="Names">What the policy calls it; a witness with two keys has two names.</param>
/// <param name="Url">Its submission prefix.</param>
/// <param name="CosignedSize">The size of the largest tree that it cosigned, as far as this log knows.</param>
/// <param name="Trouble">Why the last request failed, in one sentence; null if it did not.</param>
public sealed record WitnessStatus(ImmutableArray<string> Names, string Url, ulong CosignedSize, string? Trouble);
