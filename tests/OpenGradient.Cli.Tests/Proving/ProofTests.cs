using System.Text.Json;

namespace OpenGradient.Cli.Tests.Proving;

/// <summary><c>og prove model</c> and <c>og proof</c>, as people run them: a model file, an input, a file to hand on.</summary>
[Trait("Category", "Slow")] // a process for each; ProvenReceiptTests goes the way through in the fast run
public sealed class ProofTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("og-proof-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Prove_AModelAndAnInput_WritesAFileThatVerifies()
    {
        string proof = PathOf("digits.proof.json");

        OgResult proved = Og.Run("prove", "model", "models/digits/digits.onnx", "--input", "models/digits/sample-input.json", "--out", proof, "--json");
        OgResult verified = Og.Run("proof", "verify", proof, "--json");
        OgResult explained = Og.Run("proof", "explain", proof);

        using JsonDocument figures = JsonDocument.Parse(proved.Expect(0));
        Assert.True(figures.RootElement.GetProperty("proved").GetBoolean());
        Assert.True(figures.RootElement.GetProperty("proofBytes").GetInt64() > 50_000);
        Assert.True(figures.RootElement.GetProperty("milliseconds").TryGetProperty("prove: lookups", out _));
        Assert.InRange(figures.RootElement.GetProperty("outputs")[0].GetProperty("relativeError").GetDouble(), 0, 0.05);
        using JsonDocument verdict = JsonDocument.Parse(verified.Expect(0));
        Assert.Equal(figures.RootElement.GetProperty("proofKey").GetString(), verdict.RootElement.GetProperty("proofKey").GetString());
        Assert.Contains("all together", explained.Expect(0), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_AFileWithAnotherOutput_SaysWhere()
    {
        string proof = PathOf("digits.proof.json");
        Og.Run("prove", "model", "models/digits/digits.onnx", "--input", "models/digits/sample-input.json", "--out", proof).Expect(0);
        string text = File.ReadAllText(proof);
        int content = text.IndexOf("\"content\":\"", text.IndexOf("\"outputs\"", StringComparison.Ordinal), StringComparison.Ordinal) + 40;
        File.WriteAllText(proof, text[..content] + (text[content] == 'A' ? 'B' : 'A') + text[(content + 1)..]);

        OgResult result = Og.Run("proof", "verify", proof);

        Assert.Contains("Output 'logits' differs from the proved one", result.Expect(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_AKeyThatIsDemanded_HasToBeTheOneOfTheProof()
    {
        string proof = PathOf("digits.proof.json");
        Og.Run("prove", "model", "models/digits/digits.onnx", "--input", "models/digits/sample-input.json", "--out", proof).Expect(0);
        using JsonDocument verdict = JsonDocument.Parse(Og.Run("proof", "verify", proof, "--json").Expect(0));
        string key = verdict.RootElement.GetProperty("proofKey").GetString()!;

        Assert.Contains("The proof key is the one that was demanded.", Og.Run("proof", "verify", proof, "--key", key).Expect(0), StringComparison.Ordinal);
        Og.Run("proof", "verify", proof, "--key", new string('0', 64)).Expect(2);
    }

    [Fact]
    public void Verify_ANonceThatIsDemanded_HasToBeTheOneOfTheProof()
    {
        string proof = PathOf("digits.proof.json");
        string nonce = string.Concat(Enumerable.Repeat("5a", 32));
        Og.Run("prove", "model", "models/digits/digits.onnx", "--input", "models/digits/sample-input.json", "--out", proof, "--nonce", nonce).Expect(0);

        Assert.Contains("not before somebody knew it", Og.Run("proof", "verify", proof, "--nonce", nonce.ToUpperInvariant()).Expect(0), StringComparison.Ordinal);
        string other = Og.Run("proof", "verify", proof, "--nonce", new string('0', 64)).Expect(2);
        Assert.Contains("it may be an older one", other, StringComparison.Ordinal);
        Assert.EndsWith("\nnot accepted: the proof was made for another nonce than the one that was demanded\n", other, StringComparison.Ordinal);
        Assert.Contains("64 hexadecimal digits", Og.Run("proof", "verify", proof, "--nonce", "5a").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Prove_WhatCannotBeProved_NamesTheStepOrTheModel()
    {
        OgResult text = Og.Run("prove", "model", "models/tinychat", "--input", Write("x.json", """{"input_data": [[1]]}"""));
        OgResult json = Og.Run("prove", "model", "models/tinychat/tinychat.gguf", "--input", Write("x.json", """{"input_data": [[1]]}"""), "--json");

        text.Expect(1);
        using JsonDocument refusal = JsonDocument.Parse(json.Expect(1));
        Assert.False(refusal.RootElement.GetProperty("proved").GetBoolean());
        Assert.NotEqual("", refusal.RootElement.GetProperty("refusal").GetProperty("reason").GetString());
    }

    [Fact]
    public void Prove_TooLittleMemory_IsRefusedWithTheEstimate()
    {
        OgResult result = Og.Run("prove", "model", "models/digits/digits.onnx", "--input", "models/digits/sample-input.json", "--memory", "1MiB");

        result.Expect(1);
        Assert.Matches("about [0-9]+ MiB of memory; 1 MiB are allowed", result.Errors);
    }

    [Theory]
    [InlineData("""{"input_data": [[1, 2, 3]]}""", "3 numbers")]
    [InlineData("""{"input_data": []}""", "there are 0 numbers, [0]; the model takes 'image' f32[")]
    [InlineData("""{"input_data": [[1, 2, 3]], "input_shapes": [[2, 2]]}""", "\"input_shapes\" says [2,2], and there are 3 numbers")]
    [InlineData("""{"input_data": [["a"]]}""", "neither a number nor true or false")]
    [InlineData("""{"input_data": [[[1, 2], [3]]]}""", "different lengths")]
    [InlineData("""{"output_data": []}""", "there is no \"image\", but \"output_data\"; the model takes 'image'")]
    [InlineData("""{"input_data": [[1,""", "this is not JSON")]
    public void Prove_AnInputOfAnotherForm_SaysWhatIsWrong(string json, string expected)
    {
        OgResult result = Og.Run("prove", "model", "models/digits/digits.onnx", "--input", Write("input.json", json));

        result.Expect(1);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
    }

    /// <summary>Flat or nested, with its sizes said or not: the same numbers are the same input.</summary>
    [Fact]
    public void Estimate_AnyFormOfAnInput_IsTheSame()
    {
        string row = $"[{string.Join(',', Enumerable.Repeat("0.5", 28))}]";
        string[] forms =
        [
            $$"""{"input_data": [[{{string.Join(',', Enumerable.Repeat("0.5", 784))}}]]}""",
            $$"""{"input_data": [[[[{{string.Join(',', Enumerable.Repeat(row, 28))}}]]]]}""",
            $$"""{"input_data": [[{{string.Join(',', Enumerable.Repeat("0.5", 784))}}]], "input_shapes": [[1,1,28,28]]}""",
        ];

        string[] estimates = [.. forms.Select((form, index) => Og.Run("proof", "estimate", "models/digits/digits.onnx", "--input", Write($"{index}.json", form), "--json").Expect(0))];

        Assert.Single(estimates.Distinct());
    }

    [Fact]
    public void Verify_WhatIsNoProof_IsRefused()
    {
        Og.Run("proof", "verify", Write("x.json", "{}")).Expect(1);
        Og.Run("proof", "explain", Write("x.json", "{}")).Expect(1);
        Og.Run("prove", Write("x.json", "{}")).Expect(1);
    }

    [Fact]
    public void Prove_WriteModel_WritesTheModelThatTheProofIsAbout()
    {
        (string proof, string model) = (PathOf("digits.proof.json"), PathOf("digits.integer.safetensors"));
        Og.Run("prove", "model", "models/digits/digits.onnx", "--input", "models/digits/sample-input.json", "--out", proof, "--write-model", model).Expect(0);

        Assert.Contains("The proof key is the one that was demanded.", Og.Run("proof", "verify", proof, "--model", model).Expect(0), StringComparison.Ordinal);
        OgResult floats = Og.Run("proof", "verify", proof, "--model", "models/digits/digits.onnx");
        floats.Expect(1);
        Assert.Contains("Only models of the integer profile", floats.Errors, StringComparison.Ordinal);
        OgResult noKey = Og.Run("proof", "verify", proof, "--key", "abc");
        noKey.Expect(1);
        Assert.Contains("64 hexadecimal digits", noKey.Errors, StringComparison.Ordinal);
    }

    /// <summary>Read as infinity, it would be a proof about NaN.</summary>
    [Fact]
    public void Prove_ANumberBeyondTheType_IsRefused()
    {
        string numbers = string.Join(',', Enumerable.Repeat("1e300", 784));
        OgResult result = Og.Run("prove", "model", "models/digits/digits.onnx", "--input", Write("input.json", $$"""{"input_data": [[{{numbers}}]]}"""));

        result.Expect(1);
        Assert.Contains("1e300 is beyond what the model's type, f32, can hold", result.Errors, StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }
}
