using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpenGradient.Interop.Tests;

/// <summary>Certificates made here, with what an authority of Sigstore would not put into one.</summary>
public sealed class IdentityCheckTests
{
    private const string Someone = "someone@example.org";

    /// <summary>An issuer that is left empty, as by a variable that is not set, would be met by a certificate without an issuer.</summary>
    [Theory]
    [InlineData(Someone, "")]
    [InlineData("", "https://issuer.example")]
    public void OfIdentity_EmptyDemand_IsNone(string identity, string issuer) => Assert.Throws<ArgumentException>(() => Signer.OfIdentity(identity, issuer));

    /// <summary>The name of a server, or of a person in another case or with something behind it, is not the identity.</summary>
    [Theory]
    [InlineData("dns")]
    [InlineData("case")]
    [InlineData("nul")]
    [InlineData("space")]
    public void Check_NameThatIsAlmostTheIdentity_IsAnother(string what)
    {
        Certificate certificate = Create(names =>
        {
            if (what == "dns")
                names.AddDnsName(Someone);
            else
                names.AddEmailAddress(what switch { "case" => "Someone@example.org", "nul" => Someone + "\0.evil.example", _ => Someone + " " });
        });

        Assert.Equal(EvidenceCode.IdentityMismatch, IdentityCheck.Check(certificate, Signer.OfIdentity(Someone, "https://issuer.example"))?.Code);
    }

    private static Certificate Create(Action<SubjectAlternativeNameBuilder> addNames)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SubjectAlternativeNameBuilder names = new();
        addNames(names);
        CertificateRequest request = new("", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build(critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ObjectIds.CodeSigning)], critical: false));
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        Assert.True(Certificate.TryParse(made.RawData, out Certificate? certificate));
        return certificate;
    }
}
