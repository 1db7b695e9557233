using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>The root of a tree over salted or traced leaves, and how many there are.</summary>
/// <param name="Root">The RFC 6962 root.</param>
/// <param name="Leaves">The number of leaves.</param>
public sealed record Commitment(Digest Root, long Leaves);
