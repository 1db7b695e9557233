using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>An X.509 certificate (RFC 5280), taken apart and not trusted yet.</summary>
/// <remarks>Strict DER, version 3, at most <see cref="MaximumBytes"/> bytes; its key may be of a kind that cannot be used.</remarks>
public sealed class Certificate
{
    /// <summary>The largest certificate that is read, in bytes.</summary>
    public const int MaximumBytes = 65_536;

    private readonly AsnCertificate _parts;

    private Certificate(AsnCertificate parts) => _parts = parts;

    /// <summary>The DER bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _parts.Bytes;

    /// <summary>SHA-256 of the DER bytes: what people call a certificate's fingerprint.</summary>
    public Digest Fingerprint => Digest.Sha256(Bytes.Span);

    /// <summary>When it begins to be valid.</summary>
    public DateTimeOffset NotBefore => _parts.NotBefore;

    /// <summary>The last moment at which it is valid.</summary>
    public DateTimeOffset NotAfter => _parts.NotAfter;

    /// <summary>Its key; null for a kind that is not read.</summary>
    public ForeignKey? Key => _parts.Key;

    internal ReadOnlyMemory<byte> Signed => _parts.Signed;

    internal ReadOnlyMemory<byte> Serial => _parts.Serial;

    internal ReadOnlyMemory<byte> Issuer => _parts.Issuer;

    internal ReadOnlyMemory<byte> Subject => _parts.Subject;

    internal ImmutableArray<CertificateExtension> Extensions => _parts.Extensions;

    /// <summary>Whether it may sign certificates.</summary>
    internal bool IsAuthority => CertificateExtensions.TryReadConstraints(this, out bool isAuthority, out _) && isAuthority;

    /// <summary>Whether its own key signed it: a root, whatever its names say.</summary>
    internal bool IsSelfSigned() => Key is not null && IsSignedBy(Key) && Issuer.Span.SequenceEqual(Subject.Span);

    /// <summary>Reads a certificate; false for anything else.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> der, [NotNullWhen(true)] out Certificate? certificate)
    {
        certificate = null;
        if (der.Length > MaximumBytes)
            return false;
        try
        {
            certificate = AsnCertificate.Read(der) is { } parts ? new Certificate(parts) : null;
        }
        catch (AsnContentException)
        {
            return false; // The platform's reader says no by throwing.
        }

        return certificate is not null;
    }

    /// <summary>Reads one certificate in DER, or all of a PEM text; false for anything else.</summary>
    public static bool TryParseAll(ReadOnlyMemory<byte> file, out ImmutableArray<Certificate> certificates)
    {
        certificates = TryParse(file, out Certificate? single) ? [single] : [];
        if (single is not null)
            return true;
        if (!PemText.TryReadAll(Encoding.Latin1.GetString(file.Span), "CERTIFICATE", out ImmutableArray<byte[]> blocks))
            return false;
        ImmutableArray<Certificate?> read = [.. blocks.Select(static der => TryParse(der, out Certificate? certificate) ? certificate : null)];
        certificates = read.Contains(null) ? [] : read.CastArray<Certificate>();
        return !certificates.IsEmpty;
    }

    /// <summary>Whether the key made the certificate's signature.</summary>
    internal bool IsSignedBy(ForeignKey key) =>
        ObjectIds.SignatureHashOf(_parts.SignatureAlgorithm, key.Kind, otherwise: null) is { } hash && key.Verify(Signed.Span, _parts.Signature.Span, hash);

    /// <summary>Whether a moment lies within the certificate's validity, its ends included.</summary>
    internal bool IsValidAt(DateTimeOffset time) => NotBefore <= time && time <= NotAfter;

    /// <summary>An extension, or null.</summary>
    internal CertificateExtension? Find(string oid) => Extensions.FirstOrDefault(extension => extension.Oid == oid);
}
