using System.Text.Json;
using OpenGradient.Cli.Tests.Nodes;
using OpenGradient.Interop.Tests.Eip712;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Tests.Verifying;

/// <summary>Twins of a receipt in the forms of others: exported from a running node, verified without it.</summary>
[Trait("Category", "Slow")]
public sealed class TwinTests(RunningNode node, StoryFixture story) : IClassFixture<RunningNode>, IClassFixture<StoryFixture>
{
    [Theory]
    [InlineData("cose")]
    [InlineData("eip712")]
    public void Export_Twin_VerifiesAloneAndAgainstItsBundle(string form)
    {
        (string id, string bundle) = Ask();
        string twin = node.PathOf($"twin.{form}");

        string told = node.Ask("receipt", "export", id, "--form", form, "-o", twin).Expect(0);
        string alone = Og.Run("verify", twin).Expect(0);
        string both = Og.Run("verify", twin, "--bundle", bundle).Expect(0);

        Assert.Contains("./og verify", told, StringComparison.Ordinal);
        Assert.Contains($"receipt {id}", alone, StringComparison.Ordinal);
        Assert.Contains($"{form}: valid", alone, StringComparison.Ordinal);
        Assert.Contains("does not establish", alone, StringComparison.Ordinal);
        Assert.Contains("Twin and bundle say the same of the same receipt.", both, StringComparison.Ordinal);
        Assert.Contains("accepted: the policy is met", both, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_TwinOfAnotherReceipt_IsNotAccepted()
    {
        (string id, _) = Ask();
        string twin = node.PathOf("other.cose");
        node.Ask("receipt", "export", id, "--form", "cose", "-o", twin).Expect(0);

        JsonElement report = JsonDocument.Parse(Og.Run("verify", twin, "--bundle", story.PriceRisk, "--json").Expect(2)).RootElement;

        Assert.Equal("receipt-differs", report.GetProperty("twin").GetProperty("code").GetString());
        Assert.True(report.GetProperty("bundle").GetProperty("accepted").GetBoolean());
        Assert.EndsWith("\nnot accepted: the bundle meets the policy, but the twin is invalid\n", Og.Run("verify", twin, "--bundle", story.PriceRisk).Expect(2), StringComparison.Ordinal);
    }

    /// <summary>A policy that nobody looked at would be worse than none.</summary>
    [Fact]
    public void Verify_TwinAloneWithAPolicy_IsRefused()
    {
        (string id, _) = Ask();
        string twin = node.PathOf("policy.cose");
        node.Ask("receipt", "export", id, "--form", "cose", "-o", twin).Expect(0);

        OgResult result = Og.Run("verify", twin, "--policy", "strict.json");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("name the bundle with --bundle", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_ChangedTwin_IsInvalid()
    {
        (string id, _) = Ask();
        string twin = node.PathOf("changed.cose");
        node.Ask("receipt", "export", id, "--form", "cose", "-o", twin).Expect(0);
        byte[] bytes = File.ReadAllBytes(twin);
        bytes[^1] ^= 1;
        File.WriteAllBytes(twin, bytes);

        Assert.Contains("(signature-invalid)", Og.Run("verify", twin).Expect(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Export_Json_TellsTheDigest()
    {
        (string id, _) = Ask();

        JsonElement told = JsonDocument.Parse(node.Ask("receipt", "export", id, "--form", "eip712", "-o", node.PathOf("told.json"), "--json").Expect(0)).RootElement;
        JsonElement file = JsonDocument.Parse(File.ReadAllBytes(node.PathOf("told.json"))).RootElement;

        Assert.Equal(file.GetProperty("digest").GetString(), told.GetProperty("digest").GetString());
        Assert.Equal($"0x{id}", file.GetProperty("typedData").GetProperty("message").GetProperty("receiptId").GetString());
    }

    [Fact]
    public void Export_WithTheSignatureOfAWallet_NamesItsAccount()
    {
        (string id, string bundle) = Ask();
        string twin = node.PathOf("wallet.json");
        JsonElement told = JsonDocument.Parse(node.Ask("receipt", "export", id, "--form", "eip712", "-o", twin, "--json").Expect(0)).RootElement;
        Account account = new(Digest.Sha256("a key that everybody knows"u8));
        string signature = Convert.ToHexStringLower(account.Sign(Digest.Parse(told.GetProperty("digest").GetString().AsSpan(2))));

        OgResult exported = node.Ask("receipt", "export", id, "--form", "eip712", "--account-signature", $"0x{signature}", "-o", twin);
        exported.Expect(0);

        Assert.Contains(account.Address, exported.Errors, StringComparison.Ordinal);
        Assert.Contains($"Account {account.Address} signed the digest.", Og.Run("verify", twin, "--bundle", bundle).Expect(0), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--form air", "--form air needs --attestation FILE")]
    [InlineData("--form cose --policy-version p", "--policy-version is for --form air")]
    [InlineData("--form cose --json", "it needs -o FILE")]
    [InlineData("--form cose --account-signature 0x00", "--account-signature is for --form eip712")]
    [InlineData("--form eip712 --account-signature 0x00", "this is not 65 bytes")]
    [InlineData("", "--form")]
    public void Export_Mistake_IsASentence(string options, string sentence)
    {
        (string id, _) = Ask();

        OgResult result = node.Ask(["receipt", "export", id, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_ReceiptThatTheNodeDidNotSign_IsRefused() =>
        Assert.Contains("has signed no receipt", node.Ask("receipt", "export", new string('0', 64), "--form", "cose").Errors, StringComparison.Ordinal);

    private (string Id, string Bundle) Ask()
    {
        string id = StoryFixture.ReceiptIdIn(node.Ask("run", "price-risk", "--input", "models/price-risk/sample-input.json").Expect(0));
        string bundle = node.PathOf($"{id}.json");
        node.Ask("receipt", "get", id, "-o", bundle).Expect(0);
        return (id, bundle);
    }
}
