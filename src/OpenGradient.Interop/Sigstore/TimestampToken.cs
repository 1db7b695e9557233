using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace OpenGradient.Interop;

/// <summary>An RFC 3161 timestamp: the response with the CMS signature (RFC 5652) around a digest and a time; parsed, not checked yet.</summary>
/// <remarks>
/// <code>
/// TimeStampResp ::= SEQUENCE { status, ContentInfo { signedData, [0] SignedData } }
/// SignedData    ::= SEQUENCE { version, digestAlgorithms, { id-ct-TSTInfo, [0] OCTET STRING }, [0] certificates, [1] crls, signerInfos }
/// SignerInfo    ::= SEQUENCE { version, sid, digestAlgorithm, [0] signedAttrs, signatureAlgorithm, signature, [1] unsignedAttrs }
/// TSTInfo       ::= SEQUENCE { version, policy, { imprintAlgorithm, imprint }, serial, genTime, … }
/// </code>
/// Reading throws <see cref="AsnContentException"/> where the bytes are none of these.
/// </remarks>
internal sealed record TimestampToken(
    byte[] Info,
    HashAlgorithmName? ImprintHash,
    byte[] Imprint,
    DateTimeOffset Time,
    ImmutableArray<Certificate> Certificates,
    ReadOnlyMemory<byte> Signer,
    HashAlgorithmName? DigestHash,
    ReadOnlyMemory<byte> SignedAttributes,
    string SignatureAlgorithm,
    byte[] Signature)
{
    private const int MaximumCertificates = 16;

    private static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag One = new(TagClass.ContextSpecific, 1, isConstructed: true);

    public static TimestampToken? Read(byte[] response)
    {
        AsnReader outer = new(response, AsnEncodingRules.DER);
        AsnReader parts = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        // RFC 3161 §2.4.2: 0 is granted, 1 is granted with modifications.
        bool isGranted = parts.ReadSequence().TryReadInt32(out int status) && status is 0 or 1;
        AsnReader content = parts.ReadSequence();
        if (!isGranted || content.ReadObjectIdentifier() != ObjectIds.SignedData)
            return null;
        AsnReader signed = content.ReadSequence(Zero).ReadSequence();
        signed.ReadInteger();
        signed.ReadSetOf(skipSortOrderValidation: true);
        AsnReader encapsulated = signed.ReadSequence();
        if (encapsulated.ReadObjectIdentifier() != ObjectIds.TimestampInfo)
            return null;
        byte[] info = encapsulated.ReadSequence(Zero).ReadOctetString();
        ImmutableArray<Certificate> certificates = ReadCertificates(signed);
        if (signed.PeekTag().HasSameClassAndValue(One))
            signed.ReadEncodedValue();
        AsnReader signers = signed.ReadSetOf(skipSortOrderValidation: true);
        AsnReader signer = signers.ReadSequence();
        signers.ThrowIfNotEmpty(); // RFC 3161 §2.4.2: exactly one
        return ReadSigner(signer, ReadInfo(info) with { Certificates = certificates });
    }

    private static TimestampToken ReadInfo(byte[] info)
    {
        AsnReader fields = new AsnReader(info, AsnEncodingRules.DER).ReadSequence();
        fields.ReadInteger();
        fields.ReadObjectIdentifier();
        AsnReader imprint = fields.ReadSequence();
        HashAlgorithmName? hash = ObjectIds.HashOf(imprint.ReadSequence().ReadObjectIdentifier());
        byte[] digest = imprint.ReadOctetString();
        fields.ReadInteger();
        return new(info, hash, digest, fields.ReadGeneralizedTime(), [], default, null, default, "", []);
    }

    private static TimestampToken ReadSigner(AsnReader signer, TimestampToken token)
    {
        signer.ReadInteger();
        ReadOnlyMemory<byte> sid = signer.ReadEncodedValue();
        HashAlgorithmName? digestHash = ObjectIds.HashOf(signer.ReadSequence().ReadObjectIdentifier());
        ReadOnlyMemory<byte> attributes = signer.PeekTag().HasSameClassAndValue(Zero) ? signer.ReadEncodedValue() : throw new AsnContentException();
        string algorithm = signer.ReadSequence().ReadObjectIdentifier();
        return token with { Signer = sid, DigestHash = digestHash, SignedAttributes = attributes, SignatureAlgorithm = algorithm, Signature = signer.ReadOctetString() };
    }

    private static ImmutableArray<Certificate> ReadCertificates(AsnReader signed)
    {
        if (!signed.PeekTag().HasSameClassAndValue(Zero))
            return [];
        AsnReader set = signed.ReadSetOf(skipSortOrderValidation: true, Zero);
        var found = ImmutableArray.CreateBuilder<Certificate>();
        while (set.HasData)
        {
            if (found.Count < MaximumCertificates && Certificate.TryParse(set.PeekEncodedValue(), out Certificate? certificate))
                found.Add(certificate);
            set.ReadEncodedValue();
        }

        return found.ToImmutable();
    }

    /// <summary>The value of a signed attribute, which must be there exactly once and have exactly one.</summary>
    public ReadOnlyMemory<byte> Attribute(string oid)
    {
        ReadOnlyMemory<byte>? found = null;
        AsnReader list = new AsnReader(SignedAttributes, AsnEncodingRules.DER).ReadSetOf(skipSortOrderValidation: true, Zero);
        while (list.HasData)
        {
            AsnReader attribute = list.ReadSequence();
            if (attribute.ReadObjectIdentifier() != oid)
                continue;
            AsnReader values = attribute.ReadSetOf();
            found = found is null ? values.ReadEncodedValue() : throw new AsnContentException();
            values.ThrowIfNotEmpty();
        }

        return found ?? throw new AsnContentException();
    }
}
