namespace OpenGradient.Interop;

/// <summary>A signature of a file.</summary>
/// <param name="Signature">The signature.</param>
/// <param name="DigestAlgorithm">With what the file was hashed, such as <c>SHA2_256</c>; null if the bundle does not say.</param>
/// <param name="Digest">The digest that the bundle gives; a hint.</param>
internal sealed record MessageSignature(byte[] Signature, string? DigestAlgorithm, byte[]? Digest);
