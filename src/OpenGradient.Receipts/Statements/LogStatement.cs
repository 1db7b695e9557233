using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>The transparency log that a receipt goes into; bound by the signature, so that it cannot be moved later.</summary>
/// <param name="Key">SHA-256 of the 32-byte Ed25519 key that signs the checkpoints.</param>
/// <param name="Origin">The name of the log, which opens every checkpoint; a label.</param>
public sealed record LogStatement(Digest Key, string Origin);
