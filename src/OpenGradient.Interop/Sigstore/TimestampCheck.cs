using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace OpenGradient.Interop;

/// <summary>Checks RFC 3161 timestamps of a signature against the timestamp authorities of a trust root.</summary>
internal static class TimestampCheck
{
    private static readonly Asn1Tag KeyIdentifier = new(TagClass.ContextSpecific, 0);

    /// <summary>The time that a trusted authority put on the signature; or why none did.</summary>
    public static EvidenceFault? Check(byte[] response, ReadOnlySpan<byte> signature, TrustRoot root, out DateTimeOffset time)
    {
        time = default;
        try
        {
            if (TimestampToken.Read(response) is not { ImprintHash: { } hash } token)
                return Invalid("it is no granted RFC 3161 response with a SHA-2 digest.");
            if (!token.Imprint.AsSpan().SequenceEqual(CryptographicOperations.HashData(hash, signature)))
                return Invalid("it is of something else than this signature.");
            time = token.Time;
            return CheckAuthorities(token, root);
        }
        catch (AsnContentException)
        {
            return Invalid("it is no RFC 3161 response in DER.");
        }
    }

    private static EvidenceFault? CheckAuthorities(TimestampToken token, TrustRoot root)
    {
        EvidenceFault fault = new(EvidenceCode.TimestampUntrusted, "timestamp", "the trust root does not know the authority that made it, or did not at that time.");
        foreach (TrustedAuthority authority in root.TimestampAuthorities)
        {
            if (!authority.Validity.Contains(token.Time))
                continue;
            EvidenceFault? finding = CheckAuthority(token, authority);
            if (finding is null)
                return null;
            if (finding.Code != EvidenceCode.TimestampUntrusted)
                fault = finding;
        }

        return fault;
    }

    /// <summary>The authority's own certificate stands first in its chain, or else in the token.</summary>
    private static EvidenceFault? CheckAuthority(TimestampToken token, TrustedAuthority authority)
    {
        bool hasLeaf = !authority.Chain[0].IsAuthority;
        ImmutableArray<Certificate> candidates = hasLeaf ? [authority.Chain[0]] : token.Certificates;
        if (candidates.FirstOrDefault(certificate => IsNamed(token, certificate)) is not { } signer)
            return new(EvidenceCode.TimestampUntrusted, "timestamp", "another certificate signed it.");
        if (CertificatePath.Find(signer, [.. authority.Chain.Skip(hasLeaf ? 1 : 0).SkipLast(1)], [authority.Chain[^1]], token.Time, ObjectIds.TimeStamping, out _) is { } fault)
            return fault with { Field = $"timestamp.{fault.Field}" };
        // RFC 3161 §2.3: the purpose MUST be there, alone and critical.
        if (CertificateExtensions.Purposes(signer) is not [ObjectIds.TimeStamping] || signer.Find(ObjectIds.ExtendedKeyUsage) is not { IsCritical: true })
            return new(EvidenceCode.CertificateUsage, "timestamp.certificate", "the certificate is not one for timestamps alone.");
        return IsSigned(token, signer) ? null : Invalid("its signature does not verify.");
    }

    /// <summary>Whether the signer's identifier is the certificate's: issuer and serial number, or the identifier of its key.</summary>
    private static bool IsNamed(TimestampToken token, Certificate certificate)
    {
        AsnReader reader = new(token.Signer, AsnEncodingRules.DER);
        if (reader.PeekTag().HasSameClassAndValue(KeyIdentifier))
        {
            byte[] identifier = reader.ReadOctetString(KeyIdentifier);
            return certificate.Find(ObjectIds.SubjectKeyIdentifier) is { } extension
                && new AsnReader(extension.Value, AsnEncodingRules.DER).ReadOctetString().AsSpan().SequenceEqual(identifier);
        }

        AsnReader names = reader.ReadSequence();
        return names.ReadEncodedValue().Span.SequenceEqual(certificate.Issuer.Span) && names.ReadIntegerBytes().Span.SequenceEqual(certificate.Serial.Span);
    }

    private static bool IsSigned(TimestampToken token, Certificate signer)
    {
        if (token.DigestHash is not { } digestHash || signer.Key is not { } key)
            return false;
        if (new AsnReader(token.Attribute(ObjectIds.ContentType), AsnEncodingRules.DER).ReadObjectIdentifier() != ObjectIds.TimestampInfo)
            return false;
        byte[] digest = new AsnReader(token.Attribute(ObjectIds.MessageDigest), AsnEncodingRules.DER).ReadOctetString();
        if (!digest.AsSpan().SequenceEqual(CryptographicOperations.HashData(digestHash, token.Info)) || !NamesCertificate(token, signer))
            return false;
        // RFC 5652 §5.4: signed is the SET, not the implicit tag that stands for it.
        byte[] signed = [0x31, .. token.SignedAttributes.Span[1..]];
        return ObjectIds.SignatureHashOf(token.SignatureAlgorithm, key.Kind, digestHash) is { } hash && key.Verify(signed, token.Signature, hash);
    }

    /// <summary>RFC 3161 §2.4.2 and RFC 5816: the signed attributes MUST hold the digest of the signer's certificate.</summary>
    private static bool NamesCertificate(TimestampToken token, Certificate signer)
    {
        AsnReader id = new AsnReader(token.Attribute(ObjectIds.SigningCertificateV2), AsnEncodingRules.DER).ReadSequence().ReadSequence().ReadSequence();
        HashAlgorithmName? hash = id.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? ObjectIds.HashOf(id.ReadSequence().ReadObjectIdentifier()) : HashAlgorithmName.SHA256;
        return hash is { } name && id.ReadOctetString().AsSpan().SequenceEqual(CryptographicOperations.HashData(name, signer.Bytes.Span));
    }

    private static EvidenceFault Invalid(string reason) => new(EvidenceCode.TimestampInvalid, "timestamp", reason);
}
