namespace OpenGradient.Interop;

/// <summary>One extension of a certificate (RFC 5280 §4.2).</summary>
/// <param name="Oid">What it is.</param>
/// <param name="IsCritical">Whether a reader that does not know it must refuse the certificate.</param>
/// <param name="Value">The DER bytes inside its octet string.</param>
internal sealed record CertificateExtension(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value);
