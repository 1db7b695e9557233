using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CsCheck;
using OpenGradient.Interop.Tests.Attestation;
using OpenGradient.Interop.Tests.Cbor;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests.Air;

/// <summary>The published vectors of interop-1 §4: what is written in the form of AIR v1 and what is refused, and what comes of holding a receipt against bundle and document.</summary>
/// <remarks><c>spec/interop-1/air.py</c> writes them, independently of this code; every receipt here is compared with its bytes.</remarks>
public sealed class AirTwinTests
{
    private const long Now = 1_790_000_100;

    private static readonly string Folder = Repository.PathOf("spec/interop-1/air");

    public static TheoryData<string> Vectors() => [.. Directory.EnumerateFiles(Folder, "*.json").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector_IsWrittenOrJudgedSo(string name)
    {
        using JsonDocument document = Read(name);
        JsonElement vector = document.RootElement;

        if (vector.TryGetProperty("seed", out _))
            AssertExport(vector);
        else
            Assert.Equal((Text(vector, "code"), Text(vector, "twinCode"), Text(vector, "documentCode")), Codes(AirVector.Judge(vector, Now)));
    }

    [Fact]
    public void Vectors_Together_ReachEveryCode()
    {
        ImmutableArray<JsonElement> vectors = [.. Vectors().Select(static row => Read(row.Data).RootElement)];

        Assert.Equal(Enum.GetValues<AttestationCode>().Select(static code => code.WireName()).Order(), vectors.Select(static vector => Text(vector, "documentCode")).OfType<string>().Distinct().Order());
        Assert.Equal(
            ["bundle-incomplete", "bundle-invalid", "claim-differs", "issuer-mismatch", "ok", "receipt-differs"],
            vectors.Select(static vector => Text(vector, "twinCode")).OfType<string>().Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            ["attestation_doc_hash", "cti", "execution_time_ms", "memory_peak_mb", "policy_version", "request_hash", "security_mode", "sequence_number"],
            vectors.Select(static vector => Text(vector, "refused")).OfType<string>().Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Whatever bytes the document has: it is judged, and one that still holds is the one that it was.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Verify_DamagedDocument_IsJudged()
    {
        using JsonDocument nitro = Read("document-and-twin");
        using JsonDocument tdx = Read("document-tdx-version-5");

        Gen.Select(Gen.Bool, Gen.Int[0, 8192], Gen.Byte, Gen.Int[0, 3]).SampleFixed(
            (isNitro, place, value, how) =>
            {
                JsonElement vector = (isNitro ? nitro : tdx).RootElement;
                byte[] document = vector.GetProperty("document").GetBytesFromBase64();
                byte[] damaged = MadeUpItems.Damage(document, place, value, how);

                AirReport report = AirVector.Judge(vector, Now, damaged);

                Assert.True(report.Attestation!.Code == AttestationCode.AttestationMalformed || AttestationDocument.TryParse(damaged, out _));
                Assert.True(report.Attestation.Code != AttestationCode.Ok || damaged.AsSpan().SequenceEqual(document));
            },
            iter: 3000);
    }

    /// <summary>The signature of a damaged document is looked at for itself too, without the receipt that has its digest.</summary>
    [Fact]
    public void CheckSigner_DamagedDocument_IsNotThePlatforms()
    {
        using JsonDocument vector = Read("document-and-twin");
        byte[] document = vector.RootElement.GetProperty("document").GetBytesFromBase64();
        ImmutableArray<Certificate> roots = AirVector.RootsOf(vector.RootElement);

        Gen.Select(Gen.Int[0, 8192], Gen.Byte, Gen.Int[0, 3]).SampleFixed(
            (place, value, how) =>
            {
                byte[] damaged = MadeUpItems.Damage(document, place, value, how);

                bool isAccepted = AttestationDocument.TryParse(damaged, out AttestationDocument? read) && read.CheckSigner(roots, DateTimeOffset.UnixEpoch).Code == AttestationCode.Ok;

                Assert.True(!isAccepted || damaged.AsSpan().SequenceEqual(document));
            },
            iter: 1000);
    }

    /// <summary>It has no key with it, so that it says nothing by itself.</summary>
    [Fact]
    public void TwinVerifier_AirReceipt_AsksForItsKey()
    {
        using JsonDocument vector = Read("twin-ok");

        TwinReport report = TwinVerifier.Verify(vector.RootElement.GetProperty("receipt").GetBytesFromBase64(), vector.RootElement.GetProperty("bundle").GetBytesFromBase64());

        Assert.Equal((TwinForm.Air, TwinCode.IssuerKeyMissing), (report.Form, report.Code));
    }

    [Fact]
    public void Report_SaysWhatWasChecked()
    {
        using JsonDocument whole = Read("document-and-twin");
        using JsonDocument alone = Read("document-no-root");

        Assert.Contains(AirVector.Judge(whole.RootElement, Now).Establishes, static sentence => sentence.Contains("attested an enclave", StringComparison.Ordinal));
        Assert.Contains(AirVector.Judge(alone.RootElement, Now).DoesNotEstablish, static sentence => sentence.Contains("That the key lives in an enclave", StringComparison.Ordinal));
        Assert.Equal((true, false), (AirVector.Judge(whole.RootElement, Now).IsValid, AirVector.Judge(whole.RootElement, Now).IsInvalid));
        Assert.Equal((false, false), (AirVector.Judge(alone.RootElement, Now).IsValid, AirVector.Judge(alone.RootElement, Now).IsInvalid));
    }

    /// <summary>The platform's libraries made key, certificates and document.</summary>
    [Fact]
    public void Sign_BesideADocumentOfAnotherMake_Holds()
    {
        using JsonDocument vector = Read("export-nitro");
        using MadeUpEnclave enclave = new();
        byte[] bundle = vector.RootElement.GetProperty("bundle").GetBytesFromBase64();
        byte[] attestation = enclave.Attest(TestKeys.Issuer.PublicKey.KeyId.ToArray());
        Assert.True(AttestationDocument.TryParse(attestation, out AttestationDocument? document));
        Assert.True(Certificate.TryParseAll(Encoding.ASCII.GetBytes(enclave.RootPem), out ImmutableArray<Certificate> roots));
        Assert.True(AirSigningKey.TryImportPem(enclave.KeyPem, out AirSigningKey? key));
        using AirSigningKey held = key;

        byte[]? air = AirExport.Sign(bundle, document, roots, new AirWorkload(1, 2, "policy", AirWorkload.Production), key, out AirRefusal? refusal);

        Assert.Null(refusal);
        Assert.Equal(("OK", "ok", "ok"), Codes(AirVerifier.Verify(air, key.PublicKey.Span, new AirPolicy(), Now, new AirCompanions { Bundle = bundle, Attestation = attestation, Roots = roots })));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void TryImportPem_WhatIsNoKey_IsRefused(string pem) => Assert.False(AirSigningKey.TryImportPem(pem, out _));

    /// <summary>What is written holds in all four layers, and against what it was written from.</summary>
    private static void AssertExport(JsonElement vector)
    {
        using AirSigningKey key = AirVector.KeyOf(vector);
        byte[]? air = AirVector.Export(vector, key, out AirRefusal? refusal);

        Assert.Equal((Text(vector, "receipt"), Text(vector, "refused")), (air is null ? null : Convert.ToBase64String(air), refusal?.Claim));
        if (air is null)
            return;
        AirCompanions companions = new() { Bundle = vector.GetProperty("bundle").GetBytesFromBase64(), Attestation = vector.GetProperty("document").GetBytesFromBase64(), Roots = AirVector.RootsOf(vector) };
        Assert.Equal(("OK", "ok", "ok"), Codes(AirVerifier.Verify(air, key.PublicKey.Span, new AirPolicy { MaximumAgeSeconds = 600 }, Now, companions)));
    }

    private static (string? Code, string? Twin, string? Document) Codes(AirReport report) => (report.Finding.Code.WireName(), report.Twin?.Code.WireName(), report.Attestation?.Code.WireName());

    private static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));

    private static string? Text(JsonElement vector, string name) => vector.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
