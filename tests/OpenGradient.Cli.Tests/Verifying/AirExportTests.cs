using System.Text.Json;
using OpenGradient.Cli.Tests.Nodes;
using OpenGradient.Interop.Tests.Attestation;

namespace OpenGradient.Cli.Tests.Verifying;

/// <summary>A receipt in the form of AIR v1: written beside a document of an enclave that was made up here, judged without any node.</summary>
[Trait("Category", "Slow")]
public sealed class AirExportTests(RunningNode node) : IClassFixture<RunningNode>, IDisposable
{
    private readonly MadeUpEnclave _enclave = new();

    public void Dispose() => _enclave.Dispose();

    [Fact]
    public void Export_Air_HoldsAgainstBundleAndDocument()
    {
        (string id, string bundle, string[] options) = Prepare();
        string air = node.PathOf("receipt.cbor");

        string told = node.Ask(["receipt", "export", id, "--form", "air", "-o", air, .. options]).Expect(0);
        string key = told[(told.IndexOf("--key ", StringComparison.Ordinal) + 6)..].Trim();
        string judged = Og.Run("receipt", "verify-air", air, "--key", key, "--bundle", bundle, "--attestation", node.PathOf("nitro.bin"), "--root", node.PathOf("root.pem"), "--max-age", "600").Expect(0);
        OgResult alone = Og.Run("verify", air);

        Assert.StartsWith("valid: the key signed these claims", judged, StringComparison.Ordinal);
        Assert.Contains("\ntwin valid: the claims are those that the bundle gives (ok)\n", judged, StringComparison.Ordinal);
        Assert.Contains("\nattestation valid: the platform signed it (ok)\n", judged, StringComparison.Ordinal);
        Assert.Contains("the word of whoever holds the key", judged, StringComparison.Ordinal);
        Assert.Contains("og receipt verify-air", alone.Expect(3), StringComparison.Ordinal);
        Assert.Contains("(attestation-root-missing)", Og.Run("receipt", "verify-air", air, "--key", key, "--attestation", node.PathOf("nitro.bin")).Expect(3), StringComparison.Ordinal);
    }

    [Fact]
    public void Export_AirJson_TellsWhatItWasHeldAgainst()
    {
        (string id, _, string[] options) = Prepare();

        JsonElement told = JsonDocument.Parse(node.Ask(["receipt", "export", id, "--form", "air", "--json", "-o", node.PathOf("told.cbor"), .. options]).Expect(0)).RootElement;

        Assert.True(told.GetProperty("valid").GetBoolean());
        Assert.Equal(id, told.GetProperty("twin").GetProperty("receiptId").GetString());
        Assert.Equal("ok", told.GetProperty("attestation").GetProperty("code").GetString());
    }

    [Fact]
    public void Verify_AirOfAnotherReceipt_Differs()
    {
        (string id, _, string[] options) = Prepare();
        (_, string another, _) = Prepare();
        string air = node.PathOf("another.cbor");
        string told = node.Ask(["receipt", "export", id, "--form", "air", "-o", air, .. options]).Expect(0);

        string judged = Og.Run("receipt", "verify-air", air, "--key", told[(told.IndexOf("--key ", StringComparison.Ordinal) + 6)..].Trim(), "--bundle", another).Expect(2);

        Assert.Contains("(receipt-differs)", judged, StringComparison.Ordinal);
    }

    /// <summary>What is missing or does not fit is named, and with it what helps.</summary>
    [Theory]
    [InlineData("--attestation", "enclave.pem", "this is no document of AWS Nitro Enclaves")]
    [InlineData("--attestation", "strange.bin", "issuer-not-bound")]
    [InlineData("--root", "enclave.pem", "this is no certificate in PEM or DER")]
    [InlineData("--root", "strange.pem", "attestation-untrusted")]
    [InlineData("--key", "root.pem", "openssl genpkey -algorithm ed25519")]
    [InlineData("--key", "strange-key.pem", "key-not-bound")]
    [InlineData("--execution-time-ms", "-1", "takes a whole number that was measured")]
    [InlineData("--execution-time-ms", "99999999", "do not fit between startedAt")]
    [InlineData("--policy-version", "", "name the version of your policy")]
    [InlineData("--security-mode", "debug", "debug")]
    [InlineData("--memory-peak-mb", null, "--form air needs --memory-peak-mb N")]
    public void Export_AirWithoutSomethingBehindAClaim_IsRefused(string option, string? value, string sentence)
    {
        (string id, _, string[] options) = Prepare();
        using MadeUpEnclave stranger = new();
        File.WriteAllBytes(node.PathOf("strange.bin"), _enclave.Attest(new byte[32]));
        File.WriteAllText(node.PathOf("strange.pem"), stranger.RootPem);
        File.WriteAllText(node.PathOf("strange-key.pem"), stranger.KeyPem);
        int at = Array.IndexOf(options, option);
        bool isFile = value is not null && value.Contains('.', StringComparison.Ordinal);
        string[] changed = value is null ? [.. options[..at], .. options[(at + 2)..]] : [.. options[..(at + 1)], isFile ? node.PathOf(value) : value, .. options[(at + 2)..]];

        OgResult result = node.Ask(["receipt", "export", id, "--form", "air", "-o", node.PathOf("refused.cbor"), .. changed]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(node.PathOf("refused.cbor")));
    }

    /// <summary>A receipt with its bundle, and an enclave that names its issuer's key.</summary>
    private (string Id, string Bundle, string[] Options) Prepare()
    {
        string id = StoryFixture.ReceiptIdIn(node.Ask("run", "price-risk", "--input", "models/price-risk/sample-input.json").Expect(0));
        string bundle = node.PathOf($"{id}.json");
        node.Ask("receipt", "get", id, "-o", bundle).Expect(0);
        using JsonDocument read = JsonDocument.Parse(File.ReadAllBytes(bundle));
        string issuer = read.RootElement.GetProperty("dsse").GetProperty("signatures")[0].GetProperty("keyid").GetString()!;
        File.WriteAllBytes(node.PathOf("nitro.bin"), _enclave.Attest(Convert.FromHexString(issuer)));
        File.WriteAllText(node.PathOf("root.pem"), _enclave.RootPem);
        File.WriteAllText(node.PathOf("enclave.pem"), _enclave.KeyPem);
        string[] options =
        [
            "--key", node.PathOf("enclave.pem"), "--attestation", node.PathOf("nitro.bin"), "--root", node.PathOf("root.pem"),
            "--execution-time-ms", "12", "--memory-peak-mb", "64", "--policy-version", "policy-2026.11", "--security-mode", "production",
        ];
        return (id, bundle, options);
    }
}
