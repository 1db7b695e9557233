using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>Who signed.</summary>
/// <param name="Key">SHA-256 of the SubjectPublicKeyInfo of the key that signs.</param>
/// <param name="Name">A label that nobody has checked.</param>
public sealed record IssuerStatement(Digest Key, string Name);
