using System.Security.Cryptography;

namespace OpenGradient.Interop;

/// <summary>What a bundle's signature is of, and whose it is.</summary>
/// <param name="Certificate">The signer's certificate; null if the signature is by a key alone.</param>
/// <param name="Key">The signer's key.</param>
/// <param name="Signature">The signature.</param>
/// <param name="Envelope">The envelope; null if the signature is of a file.</param>
/// <param name="Artifact">The file; null if only the envelope is looked at.</param>
internal sealed record SignedContent(Certificate? Certificate, ForeignKey Key, byte[] Signature, BundleEnvelope? Envelope, Artifact? Artifact)
{
    /// <summary>The certificate or, without one, the key.</summary>
    public ReadOnlyMemory<byte> KeyBytes => Certificate?.Bytes ?? Key.Spki;

    /// <summary>The digest of what the signature is of; null if it cannot be had with this hash.</summary>
    public byte[]? DigestOf(HashAlgorithmName hash) => Envelope is null ? Artifact?.DigestOf(hash) : CryptographicOperations.HashData(hash, Envelope.SignedBytes);

    /// <summary>The digest of the envelope's payload.</summary>
    public byte[]? PayloadDigestOf(HashAlgorithmName hash) => Envelope is null ? null : CryptographicOperations.HashData(hash, Envelope.Payload);
}
