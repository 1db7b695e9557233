using System.Collections.Immutable;
using System.Formats.Asn1;

namespace OpenGradient.Interop;

/// <summary>The fields of a certificate in DER; reading throws <see cref="AsnContentException"/> where the bytes are none.</summary>
/// <remarks>
/// <code>
/// Certificate    ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature BIT STRING }
/// TBSCertificate ::= SEQUENCE { [0] version, serial, algorithm, issuer, validity, subject, key, …, [3] extensions }
/// </code>
/// </remarks>
internal sealed record AsnCertificate(
    ReadOnlyMemory<byte> Bytes,
    ReadOnlyMemory<byte> Signed,
    string SignatureAlgorithm,
    ReadOnlyMemory<byte> Signature,
    ReadOnlyMemory<byte> Serial,
    ReadOnlyMemory<byte> Issuer,
    ReadOnlyMemory<byte> Subject,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    ForeignKey? Key,
    ImmutableArray<CertificateExtension> Extensions)
{
    private const int MaximumExtensions = 64;

    private static readonly Asn1Tag VersionTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3, isConstructed: true);

    public static AsnCertificate? Read(ReadOnlyMemory<byte> der)
    {
        AsnReader outer = new(der, AsnEncodingRules.DER);
        AsnReader parts = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        ReadOnlyMemory<byte> signed = parts.PeekEncodedValue();
        AsnReader fields = parts.ReadSequence();
        ReadOnlyMemory<byte> algorithm = parts.PeekEncodedValue();
        string oid = parts.ReadSequence().ReadObjectIdentifier();
        byte[] signature = parts.ReadBitString(out int unusedBits);
        parts.ThrowIfNotEmpty();
        return unusedBits == 0 ? ReadFields(fields, der, signed, algorithm, oid, signature) : null;
    }

    private static AsnCertificate? ReadFields(
        AsnReader fields, ReadOnlyMemory<byte> der, ReadOnlyMemory<byte> signed, ReadOnlyMemory<byte> algorithm, string oid, byte[] signature)
    {
        AsnReader version = fields.ReadSequence(VersionTag);
        bool isVersion3 = version.TryReadInt32(out int number) && number == 2;
        ReadOnlyMemory<byte> serial = fields.ReadIntegerBytes();
        // RFC 5280 §4.1.1.2: the algorithm inside of what is signed MUST be the one outside.
        bool isConsistent = fields.ReadEncodedValue().Span.SequenceEqual(algorithm.Span);
        ReadOnlyMemory<byte> issuer = fields.ReadEncodedValue();
        AsnReader validity = fields.ReadSequence();
        DateTimeOffset notBefore = ReadTime(validity);
        DateTimeOffset notAfter = ReadTime(validity);
        ReadOnlyMemory<byte> subject = fields.ReadEncodedValue();
        ForeignKey? key = ForeignKey.TryParse(fields.ReadEncodedValue(), out ForeignKey? known) ? known : null;
        if (!isVersion3 || !isConsistent || !TryReadExtensions(fields, out ImmutableArray<CertificateExtension> extensions))
            return null;
        return new(der, signed, oid, signature, serial, issuer, subject, notBefore, notAfter, key, extensions);
    }

    private static DateTimeOffset ReadTime(AsnReader validity) =>
        validity.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? validity.ReadUtcTime(twoDigitYearMax: 2049) : validity.ReadGeneralizedTime();

    private static bool TryReadExtensions(AsnReader fields, out ImmutableArray<CertificateExtension> extensions)
    {
        var found = ImmutableArray.CreateBuilder<CertificateExtension>();
        extensions = [];
        while (fields.HasData && !fields.PeekTag().HasSameClassAndValue(ExtensionsTag))
            fields.ReadEncodedValue(); // the unique identifiers of RFC 5280 §4.1.2.8, which nobody uses
        if (!fields.HasData)
            return true;
        AsnReader list = fields.ReadSequence(ExtensionsTag).ReadSequence();
        fields.ThrowIfNotEmpty();
        while (list.HasData)
        {
            AsnReader item = list.ReadSequence();
            string oid = item.ReadObjectIdentifier();
            bool isCritical = item.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && item.ReadBoolean();
            CertificateExtension extension = new(oid, isCritical, item.ReadOctetString());
            item.ThrowIfNotEmpty();
            if (found.Count == MaximumExtensions || found.Any(other => other.Oid == oid))
                return false;
            found.Add(extension);
        }

        extensions = found.ToImmutable();
        return true;
    }
}
