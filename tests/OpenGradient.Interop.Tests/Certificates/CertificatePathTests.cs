using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpenGradient.Interop.Tests;

/// <summary>Certificates that others would like to be taken for a path to a root, made by the platform.</summary>
public sealed class CertificatePathTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start.AddYears(1);
    private static readonly X509Extension Authority = new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true);
    private static readonly X509Extension SignsCertificates = new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true);

    private readonly ECDsa _root = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _middle = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _leaf = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _root.Dispose();
        _middle.Dispose();
        _leaf.Dispose();
    }

    [Fact]
    public void Find_AuthorityBetween_IsAPath()
    {
        Assert.Null(Find(Issue("leaf", _leaf, "middle", _middle), Issue("middle", _middle, "root", _root, Authority, SignsCertificates)));
        Assert.Null(Find(Issue("leaf", _leaf, "middle", _middle), Issue("middle", _middle, "root", _root, Authority, SignsCertificates), at: End));
    }

    [Theory]
    [InlineData("no constraints", "certificate-usage")]
    [InlineData("no authority", "certificate-usage")]
    [InlineData("signs no certificates", "certificate-usage")]
    [InlineData("for servers", "certificate-usage")]
    [InlineData("constrained names", "certificate-unsupported")]
    [InlineData("unknown and critical", "certificate-unsupported")]
    [InlineData("another name", "certificate-untrusted")]
    [InlineData("another key", "certificate-untrusted")]
    public void Find_WhatIsBetweenIsNoAuthorityForIt_IsNoPath(string what, string code)
    {
        X509Extension[] extensions = what switch
        {
            "no constraints" => [SignsCertificates],
            "no authority" => [new X509BasicConstraintsExtension(false, false, 0, true), SignsCertificates],
            "signs no certificates" => [Authority, new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true)],
            "for servers" => [Authority, SignsCertificates, new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false)],
            "constrained names" => [Authority, SignsCertificates, new X509Extension("2.5.29.30", [0x30, 0x00], critical: true)],
            "unknown and critical" => [Authority, SignsCertificates, new X509Extension("1.2.3.4", [0x05, 0x00], critical: true)],
            _ => [Authority, SignsCertificates],
        };
        Certificate middle = Issue(what == "another name" ? "muddle" : "middle", what == "another key" ? _leaf : _middle, "root", _root, extensions);

        Assert.Equal(code, Find(Issue("leaf", _leaf, "middle", _middle), middle)?.Code.WireName());
    }

    [Fact]
    public void Find_MoreAuthoritiesThanTheRootAllows_IsNoPath()
    {
        X509Extension none = new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true);
        Certificate root = Issue("root", _root, "root", _root, none, SignsCertificates);

        Assert.Null(CertificatePath.Find(Issue("leaf", _leaf, "root", _root), [], [root], Start, ObjectIds.CodeSigning, out _));
        Assert.Equal(
            EvidenceCode.CertificateUsage,
            CertificatePath.Find(Issue("leaf", _leaf, "middle", _middle), [Issue("middle", _middle, "root", _root, Authority, SignsCertificates)], [root], Start, ObjectIds.CodeSigning, out _)?.Code);
    }

    [Fact]
    public void Find_LeafThatSignedItself_IsNoPath()
    {
        Certificate itself = Issue("root", _leaf, "root", _leaf, Authority, SignsCertificates);

        Assert.Equal(EvidenceCode.CertificateUntrusted, Find(itself, itself)?.Code);
    }

    [Fact]
    public void Find_BeforeItBeginsAndAfterItEnds_IsNoPath()
    {
        Certificate leaf = Issue("leaf", _leaf, "middle", _middle);
        Certificate middle = Issue("middle", _middle, "root", _root, Authority, SignsCertificates);

        Assert.Equal(EvidenceCode.CertificateExpired, Find(leaf, middle, Start.AddTicks(-1))?.Code);
        Assert.Equal(EvidenceCode.CertificateExpired, Find(leaf, middle, End.AddTicks(1))?.Code);
    }

    [Theory]
    [InlineData("behind it")]
    [InlineData("long length")]
    [InlineData("another algorithm outside")]
    [InlineData("an extension twice")]
    public void TryParse_OtherBytesOfTheSameCertificate_AreNone(string what)
    {
        byte[] der = Issue("leaf", _leaf, "root", _root, SignsCertificates).Bytes.ToArray();

        Assert.False(Certificate.TryParse(Change(der, what), out _));
    }

    private EvidenceFault? Find(Certificate leaf, Certificate middle, DateTimeOffset? at = null) =>
        CertificatePath.Find(leaf, [middle], [Issue("root", _root, "root", _root, Authority, SignsCertificates)], at ?? Start, ObjectIds.CodeSigning, out _);

    private static Certificate Issue(string subject, ECDsa key, string issuer, ECDsa issuerKey, params X509Extension[] extensions)
    {
        CertificateRequest request = new($"CN={subject}", key, HashAlgorithmName.SHA256);
        foreach (X509Extension extension in extensions)
            request.CertificateExtensions.Add(extension);
        using X509Certificate2 made = request.Create(new X500DistinguishedName($"CN={issuer}"), X509SignatureGenerator.CreateForECDsa(issuerKey), Start, End, [1]);
        Assert.True(Certificate.TryParse(made.RawData, out Certificate? certificate));
        return certificate;
    }

    private static byte[] Change(byte[] der, string what)
    {
        if (what == "behind it")
            return [.. der, 0];
        if (what == "long length")
            return [0x30, (byte)(der[1] + 1), 0, .. der[2..]]; // one byte more for the length, and it is 0
        AsnReader parts = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        byte[] signed = parts.ReadEncodedValue().ToArray();
        byte[] algorithm = parts.ReadEncodedValue().ToArray();
        if (what == "another algorithm outside")
            algorithm[^1] ^= 1; // ecdsa-with-SHA384 in the place of -SHA256
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(what == "an extension twice" ? WithExtensionsTwice(signed) : signed);
            writer.WriteEncodedValue(algorithm);
            writer.WriteEncodedValue(parts.ReadEncodedValue().Span);
        }

        return writer.Encode();
    }

    private static byte[] WithExtensionsTwice(byte[] signed)
    {
        Asn1Tag tag = new(TagClass.ContextSpecific, 3, isConstructed: true);
        AsnReader fields = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            while (!fields.PeekTag().HasSameClassAndValue(tag))
                writer.WriteEncodedValue(fields.ReadEncodedValue().Span);
            ReadOnlyMemory<byte> extension = fields.ReadSequence(tag).ReadSequence().ReadEncodedValue();
            using (writer.PushSequence(tag))
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(extension.Span);
                writer.WriteEncodedValue(extension.Span);
            }
        }

        return writer.Encode();
    }
}
