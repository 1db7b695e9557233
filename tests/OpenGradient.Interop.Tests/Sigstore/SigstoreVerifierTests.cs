using CsCheck;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests;

/// <summary>The verifier of Sigstore bundles, on a Sigstore of our own (spec/interop-1/sigstore.py).</summary>
public sealed class SigstoreVerifierTests
{
    public static TheoryData<string> Vectors() => SigstoreVector.Names();

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Verify_Vector_GivesItsVerdict(string name)
    {
        var vector = SigstoreVector.Read(name);

        EvidenceFault? fault = vector.Judge();

        Assert.Equal(vector.Code, fault?.Code.WireName() ?? "ok");
        Assert.Equal(vector.Verdict, SigstoreVector.VerdictOf(fault));
        Assert.DoesNotContain("..", fault?.Field ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_ValidBundle_GivesTimeAndPlace()
    {
        var vector = SigstoreVector.Read("ok-file");
        Assert.True(TrustRoot.TryParse(vector.TrustRootBytes, out TrustRoot? root, out _));
        Assert.True(SigstoreBundle.TryParse(vector.Bundle, out SigstoreBundle? bundle, out _));

        SigstoreVerdict verdict = SigstoreVerifier.Verify(bundle, vector.Artifact, root, vector.Signer);

        Assert.True(verdict.IsValid);
        Assert.Equal([new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero)], verdict.Times);
        Assert.Equal([1002], verdict.LogIndices);
    }

    /// <summary>Whatever a byte becomes, there is a verdict and no exception. A change in what nobody signed may leave it valid.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("ok-file")]
    [InlineData("ok-file-rekor-2")]
    [InlineData("ok-statement-intoto")]
    [InlineData("ok-key")]
    public void Verify_AnyChangedByte_GivesAVerdict(string name)
    {
        var vector = SigstoreVector.Read(name);

        Gen.Select(Gen.Int[0, vector.Bundle.Length - 1], Gen.Byte).SampleFixed((position, value) =>
        {
            byte[] changed = [.. vector.Bundle];
            changed[position] = value;
            _ = (vector with { Bundle = changed }).Judge();
        }, iter: 400);
    }

    [Fact]
    public void Verify_AnyChangedByteOfATrustRoot_GivesAVerdict()
    {
        var vector = SigstoreVector.Read("ok-file-rekor-2");

        Gen.Select(Gen.Int[0, vector.TrustRootBytes.Length - 1], Gen.Byte).SampleFixed((position, value) =>
        {
            byte[] changed = [.. vector.TrustRootBytes];
            changed[position] = value;
            _ = (vector with { TrustRootBytes = changed }).Judge();
        }, iter: 400);
    }

    /// <summary>Binary parts change where the JSON stays whole. What a timestamp's signature does not cover may change; its time may not.</summary>
    [Fact]
    public void Timestamp_AnyBytes_AreRefusedOrOfTheSameTime()
    {
        var vector = SigstoreVector.Read("ok-file-rekor-2");
        Assert.True(TrustRoot.TryParse(vector.TrustRootBytes, out TrustRoot? root, out _));
        Assert.True(SigstoreBundle.TryParse(vector.Bundle, out SigstoreBundle? bundle, out _));
        byte[] token = bundle.Timestamps[0];

        Gen.Select(Gen.Int[0, token.Length - 1], Gen.Byte, Gen.Int[0, token.Length]).SampleFixed((position, value, length) =>
        {
            byte[] changed = [.. token];
            changed[position] = value;
            EvidenceFault? fault = TimestampCheck.Check(changed, bundle.Signature, root, out DateTimeOffset time);
            Assert.True(fault is not null || time == new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
            Assert.NotNull(TimestampCheck.Check(changed[..Math.Min(length, token.Length - 1)], bundle.Signature, root, out _));
        }, iter: 1000);
    }

    [Fact]
    public void Certificate_AnyChangedByte_IsReadOrRefused()
    {
        var vector = SigstoreVector.Read("ok-file");
        Assert.True(TrustRoot.TryParse(vector.TrustRootBytes, out TrustRoot? root, out _));
        Assert.True(SigstoreBundle.TryParse(vector.Bundle, out SigstoreBundle? bundle, out _));
        byte[] der = bundle.Certificates[0].Bytes.ToArray();
        TrustedAuthority authority = root.CertificateAuthorities[0];

        Gen.Select(Gen.Int[0, der.Length - 1], Gen.Byte).SampleFixed((position, value) =>
        {
            byte[] changed = [.. der];
            changed[position] = value;
            if (!Certificate.TryParse(changed, out Certificate? certificate) || changed.AsSpan().SequenceEqual(der))
                return;
            _ = CertificateExtensions.Identities(certificate);
            _ = CertificateExtensions.Issuer(certificate);
            _ = SctCheck.Check(certificate, authority.Chain[0], root);
            Assert.NotNull(CertificatePath.Find(certificate, [authority.Chain[0]], [authority.Chain[^1]], certificate.NotBefore, ObjectIds.CodeSigning, out _));
        }, iter: 1000);
    }
}
