using System.Text;
using System.Text.Json.Nodes;

namespace OpenGradient.Interop.Tests;

/// <summary>What a bundle says of its content is checked, or told to be unchecked.</summary>
public sealed class ContentCheckTests
{
    /// <summary>SHA-512 of a file of which only SHA-256 is known cannot be compared: that is no reason to take it.</summary>
    [Fact]
    public void Verify_MessageDigestThatCannotBeComputed_IsUnverifiable()
    {
        SigstoreVector vector = SigstoreVector.Read("ok-file");
        JsonNode bundle = JsonNode.Parse(vector.Bundle)!;
        bundle["messageSignature"]!["messageDigest"] = new JsonObject { ["algorithm"] = "SHA2_512", ["digest"] = Convert.ToBase64String(new byte[64]) };
        vector = vector with { Bundle = Encoding.UTF8.GetBytes(bundle.ToJsonString()) };

        Assert.Equal(EvidenceCode.DigestMismatch, vector.Judge()?.Code);
        Assert.Equal(EvidenceCode.HashUnsupported, (vector with { Artifact = Artifact.OfSha256(vector.Artifact.Sha256) }).Judge()?.Code);
    }

    /// <summary>A statement says something of a file, and not always good: which kind of statement it is belongs to the verdict.</summary>
    [Fact]
    public void Verify_StatementAboutAFile_NamesItsPredicate()
    {
        SigstoreVector vector = SigstoreVector.Read("ok-statement-intoto");
        Assert.True(TrustRoot.TryParse(vector.TrustRootBytes, out TrustRoot? root, out _));
        Assert.True(SigstoreBundle.TryParse(vector.Bundle, out SigstoreBundle? bundle, out _));

        SigstoreVerdict verdict = SigstoreVerifier.Verify(bundle, vector.Artifact, root, vector.Signer);

        Assert.Null(verdict.Fault);
        Assert.Equal("https://example.org/p", verdict.PredicateType);
    }
}
