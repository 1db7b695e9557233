using System.Text.Json;
using System.Text.RegularExpressions;
using OpenGradient.Cli.Tests.Models;
using OpenGradient.Cli.Tests.Nodes;

namespace OpenGradient.Cli.Tests.Proving;

/// <summary>From an answer of an integer model to a proven receipt: by whoever holds the bundle, and by the node.</summary>
[Trait("Category", "Slow")]
public sealed partial class ProvenReceiptTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("og-proven-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Prove_AReceipt_ByItsHolderAndByTheNode_IsVerifiedWithTheModelsWeights()
    {
        string model = CompileDigits();
        string data = PathOf("data");
        using NodeProcess node = NodeProcess.Start(data);
        Og.Run("model", "import", model, "--name", "digits-integer", "--node", node.Address).Expect(0);
        string id = Receipt().Match(Og.Run("run", "digits-integer", "--input", "models/digits/sample-input.json", "--node", node.Address).Expect(0)).Groups[1].Value;
        Og.Run("receipt", "get", id, "-o", PathOf("plain.json"), "--node", node.Address).Expect(0);

        string byHolder = Og.Run("prove", PathOf("plain.json"), "-o", PathOf("proven.json"), "--models", data).Expect(0);
        string byNode = Og.Run("prove", id, "-o", PathOf("node.json"), "--node", node.Address).Expect(0);

        using JsonDocument commitment = JsonDocument.Parse(Og.Run("model", "commit", model, "--data", data, "--json").Expect(0));
        File.WriteAllText(PathOf("policy.json"), $$"""{"proofKeys":["{{commitment.RootElement.GetProperty("proofKey").GetString()}}"]}""");
        Og.Run("verify", PathOf("proven.json"), "--policy", PathOf("policy.json")).Expect(0);
        Assert.Contains("proved: Program", byHolder, StringComparison.Ordinal);
        Assert.StartsWith($"proved: {id}", byNode, StringComparison.Ordinal);
        foreach (string bundle in (string[])["proven.json", "node.json"])
        {
            using JsonDocument report = JsonDocument.Parse(Og.Run("verify", PathOf(bundle), "--proof-key", "--models", data, "--json").Expect(0));
            JsonElement proof = report.RootElement.GetProperty("evidence").EnumerateArray().Single(static row => row.GetProperty("kind").GetString() == "proof");
            Assert.Equal("valid", proof.GetProperty("verdict").GetString());
            Assert.Contains(report.RootElement.GetProperty("establishes").EnumerateArray(), static sentence => sentence.GetString()!.EndsWith("it was made again from the model's files.", StringComparison.Ordinal));
        }

        Assert.Equal(0, node.Stop());
    }

    /// <summary>A third person gets a bundle without the input, whose proof hides it; one who may see the input gets the opening, too.</summary>
    [Fact]
    public void Prove_AReceiptOfAPrivateInput_IsPassedOnWithoutIt()
    {
        string model = CompileDigits();
        string data = PathOf("data");
        using NodeProcess node = NodeProcess.Start(data);
        Og.Run("model", "import", model, "--name", "digits-integer", "--node", node.Address).Expect(0);
        string key = Og.Run("model", "commit", model, "--private", "--proofs", "2", "--data", data, "--json").Expect(0);
        string id = Receipt().Match(Og.Run("run", "digits-integer", "--input", "models/digits/sample-input.json", "--node", node.Address).Expect(0)).Groups[1].Value;
        Og.Run("receipt", "get", id, "-o", PathOf("plain.json"), "--node", node.Address).Expect(0);

        Og.Run("prove", PathOf("plain.json"), "-o", PathOf("holder.json"), "--models", data, "--data", data, "--private", "both", "--opening", PathOf("holder.txt")).Expect(0);
        Og.Run("prove", id, "-o", PathOf("node.json"), "--node", node.Address, "--private", "both", "--opening", PathOf("node.txt")).Expect(0);
        Og.Run("receipt", "get", id, "-o", PathOf("whole.json"), "--node", node.Address).Expect(0);
        Og.Run("prove", id, "-o", PathOf("other.json"), "--node", node.Address).Expect(1);

        foreach (string bundle in (string[])["holder.json", "node.json"])
        {
            Assert.Equal("proof-input-hidden", ProofCode(Og.Run("verify", PathOf(bundle), "--json").Expect(0)));
            Assert.Equal("proof-input-hidden", ProofCode(Og.Run("verify", PathOf(bundle), "--proof-key", "--models", data, "--data", data, "--json").Expect(0)));
        }

        Assert.Equal("ok", ProofCode(Og.Run("verify", PathOf("whole.json"), "--proof-key", "--models", data, "--data", data, "--json").Expect(0)));
        using JsonDocument committed = JsonDocument.Parse(key);
        Assert.Contains(committed.RootElement.GetProperty("proofKey").GetString()!, Og.Run("proof", "explain", PathOf("node.json")).Expect(0), StringComparison.Ordinal);
        Assert.Equal(0, node.Stop());
    }

    private static string? ProofCode(string report)
    {
        using JsonDocument document = JsonDocument.Parse(report);
        return document.RootElement.GetProperty("evidence").EnumerateArray().Single(static row => row.GetProperty("kind").GetString() == "proof").GetProperty("code").GetString();
    }

    private string CompileDigits()
    {
        string model = PathOf("digits.integer.safetensors");
        Og.Run("model", "compile", "models/digits/digits.onnx", "--calibrate", CompiledDigits.Samples(PathOf("samples.npz")), "-o", model).Expect(0);
        return model;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    [GeneratedRegex("^receipt ([0-9a-f]{64})$", RegexOptions.Multiline)]
    private static partial Regex Receipt();
}
