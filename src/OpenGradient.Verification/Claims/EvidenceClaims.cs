using System.Collections.Immutable;

namespace OpenGradient.Verification;

/// <summary>What one kind of evidence can establish, and what stays open with it or without it.</summary>
/// <param name="Kind">The rung of the evidence ladder.</param>
/// <param name="Meaning">What it is, in a sentence.</param>
/// <param name="Rows">The rows of a report that are about it; none where this version knows no such evidence.</param>
/// <param name="Establishes">What a report can say is established.</param>
/// <param name="DoesNotEstablish">What a report says is not.</param>
public sealed record EvidenceClaims(
    string Kind, string Meaning, ImmutableArray<RowKind> Rows, ImmutableArray<ClaimSentence> Establishes, ImmutableArray<ClaimSentence> DoesNotEstablish);
