using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Interop.Tests.Air;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests.Attestation;

/// <summary>Documents that AWS and Intel signed: they are read and their signatures hold, and none of them lets a key of ours sign.</summary>
[Trait("Category", "Vectors")]
public sealed class RealDocumentTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_780_272_000); // 2026-06-01

    [Theory]
    [InlineData("base_repaired.bin")]
    [InlineData("dstack_nsm.bin")]
    [InlineData("opengradient_2026.bin")] // a map without a length
    [InlineData("marlin_1.bin")]
    [InlineData("nautilus_weather.bin")]
    [InlineData("sparsity_2.bin")]
    [InlineData("veracruz_ok.cbor")]
    public void CheckSigner_NitroDocument_LeadsToTheRootOfAws(string name)
    {
        AttestationDocument document = Read($"nitro/{name}");

        AttestationFinding finding = document.CheckSigner(RootsOf("nitro/aws_root.der"), Time);

        Assert.Equal((AttestationCode.Ok, false, "nitro-pcr"), (finding.Code, document.IsDebug, document.Platform));
        Assert.Equal(AttestationCode.AttestationUntrusted, document.CheckSigner(RootsOf("dcap/intel_sgx_root.der"), Time).Code);
    }

    [Theory]
    [InlineData("eternis_example_DEBUG.bin")]
    [InlineData("sparsity_1_DEBUG.bin")]
    [InlineData("uid2core_2021_DEBUG.bin")]
    public void IsDebug_EnclaveThatItsOwnerCouldLookInto_IsTold(string name) => Assert.True(Read($"nitro/{name}").IsDebug);

    [Theory]
    [InlineData("eternis_INVALID_sig.bin")]
    [InlineData("veracruz_bad_sig.cbor")]
    public void CheckSigner_NitroDocumentWithAnotherSignature_IsRefused(string name) =>
        Assert.Equal(AttestationCode.AttestationSignature, Read($"nitro/{name}").CheckSigner(RootsOf("nitro/aws_root.der"), Time).Code);

    [Theory]
    [InlineData("tdx/azure2026.quote")]
    [InlineData("tdx/dcap2026.quote")] // version 4, padded with zeros
    [InlineData("tdx/gcp2026.quote")]
    [InlineData("tdx/trustee_tdx_quote_5.dat.quote")] // version 5
    [InlineData("dcap/tdx_quote")]
    public void CheckSigner_TdxQuote_LeadsToTheRootOfIntel(string name)
    {
        AttestationDocument document = Read(name);

        Assert.Equal((AttestationCode.Ok, "tdx-mrtd-rtmr"), (document.CheckSigner(RootsOf("dcap/intel_sgx_root.der"), Time).Code, document.Platform));
        Assert.Equal(AttestationCode.AttestationUntrusted, document.CheckSigner(RootsOf("nitro/aws_root.der"), Time).Code);
    }

    [Theory]
    [InlineData("nitro/base_truncated_INVALID.bin")]
    [InlineData("tdx/automata_quote_sgx.bin.quote")] // of SGX, not TDX
    [InlineData("tdx/automata_quotev3.hex.quote")]
    [InlineData("snp/milan_oc_release.report")] // AIR v1 does not have the platform
    public void TryParse_AnotherDocument_IsRefused(string name) =>
        Assert.False(AttestationDocument.TryParse(File.ReadAllBytes(ExternalVectors.Require($"tee/{name}")), out _));

    /// <summary>Whoever has somebody else's document cannot sign beside it: the key is not in it.</summary>
    [Theory]
    [InlineData("nitro/opengradient_2026.bin", "nitro/aws_root.der")]
    [InlineData("nitro/nautilus_weather.bin", "nitro/aws_root.der")]
    [InlineData("tdx/azure2026.quote", "dcap/intel_sgx_root.der")]
    public void Sign_BesideADocumentOfSomebodyElse_IsRefused(string name, string root)
    {
        using JsonDocument vector = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("spec/interop-1/air/export-nitro.json")));
        using AirSigningKey key = AirVector.KeyOf(vector.RootElement);

        byte[]? air = AirExport.Sign(
            vector.RootElement.GetProperty("bundle").GetBytesFromBase64(), Read(name), RootsOf(root), new AirWorkload(116, 512, "policy", AirWorkload.Production), key, out AirRefusal? refusal);

        Assert.Null(air);
        Assert.Equal("attestation_doc_hash", refusal!.Claim);
        Assert.Contains("key-not-bound", refusal.Reason, StringComparison.Ordinal);
    }

    private static AttestationDocument Read(string name)
    {
        Assert.True(AttestationDocument.TryParse(File.ReadAllBytes(ExternalVectors.Require($"tee/{name}")), out AttestationDocument? document));
        return document;
    }

    private static ImmutableArray<Certificate> RootsOf(string name)
    {
        Assert.True(Certificate.TryParseAll(File.ReadAllBytes(ExternalVectors.Require($"tee/{name}")), out ImmutableArray<Certificate> roots));
        return roots;
    }
}
