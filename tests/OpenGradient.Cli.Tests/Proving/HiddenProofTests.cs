using System.Text.Json;
using OpenGradient.Cli.Tests.Models;

namespace OpenGradient.Cli.Tests.Proving;

/// <summary><c>--private</c>, as people use it: what is hidden, what a key is for, and who is shown.</summary>
[Trait("Category", "Slow")] // a process for each
public sealed class HiddenProofTests : IDisposable
{
    private const string Input = "models/digits/sample-input.json";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("og-hidden-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Prove_PrivateInputs_IsOpenedForWhoeverMaySeeThem()
    {
        string model = Compile();
        string proved = Og.Run("prove", "model", model, "-i", Input, "-o", PathOf("proof.json"), "--private", "inputs", "--opening", PathOf("opening.txt"), "--json").Expect(0);
        string verified = Og.Run("proof", "verify", PathOf("proof.json"), "--json").Expect(0);
        Og.Run("proof", "open", PathOf("proof.json"), "--opening", PathOf("opening.txt"), "-i", Input, "-o", PathOf("opened.json")).Expect(0);
        string opened = Og.Run("proof", "verify", PathOf("opened.json"), "--json").Expect(0);
        File.WriteAllText(PathOf("wrong.txt"), new string('0', 96) + "\n");

        Assert.Equal("inputs", Text(proved, "private"));
        Assert.Equal(Text(proved, "inputCommitment"), Text(verified, "inputCommitment"));
        Assert.Equal("OkForHiddenInput", Text(verified, "code"));
        Assert.Equal("Ok", Text(opened, "code"));
        Assert.Contains("Which inputs these are", Og.Run("proof", "verify", PathOf("proof.json")).Expect(0), StringComparison.Ordinal);
        Assert.DoesNotContain("\"inputs\":[{", File.ReadAllText(PathOf("proof.json")), StringComparison.Ordinal);
        Og.Run("proof", "open", PathOf("proof.json"), "--opening", PathOf("wrong.txt"), "-i", Input, "-o", PathOf("none.json")).Expect(1);
        Assert.False(File.Exists(PathOf("none.json")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("opening.txt")));
    }

    /// <summary>The scales of a model are public: with the input itself they would tell of it.</summary>
    [Fact]
    public void Prove_PrivateInputsThatWouldCalibrate_IsRefused() =>
        Assert.Contains("--calibrate", Errors(Og.Run("prove", "model", "models/digits/digits.onnx", "-i", Input, "--private", "inputs"), 1), StringComparison.Ordinal);

    [Fact]
    public void Prove_PrivateWeights_CountsDownTheKeyThatWasCommitted()
    {
        string model = Compile();
        string data = PathOf("data");
        string committed = Og.Run("model", "commit", model, "--private", "--proofs", "1", "--data", data, "--json").Expect(0);
        string[] prove = ["prove", "model", model, "-i", Input, "-o", PathOf("proof.json"), "--private", "weights", "--data", data, "--json"];
        string proved = Og.Run(prove).Expect(0);
        string shown = Og.Run("model", "commit", model, "--show", "--data", data).Expect(0);
        string spent = Og.Run(prove).Expect(1);

        Assert.Equal(Text(committed, "proofKey"), Text(proved, "proofKey"));
        Assert.Equal("1", Text(committed, "proofsLeft"));
        Assert.Contains("in 1 proofs; 0 are left", shown, StringComparison.Ordinal);
        Assert.Contains("og model commit --private", spent, StringComparison.Ordinal);
        Og.Run("proof", "verify", PathOf("proof.json"), "--key", Text(committed, "proofKey")).Expect(0);
        Og.Run("proof", "verify", PathOf("proof.json"), "--model", model, "--data", data).Expect(0);
        Assert.Contains("only who has it can make the key again", Errors(Og.Run("proof", "verify", PathOf("proof.json"), "--model", model, "--data", PathOf("elsewhere")), 1), StringComparison.Ordinal);
        Assert.Contains("the inputs; which proofs", Og.Run("proof", "explain", PathOf("proof.json")).Expect(0), StringComparison.Ordinal);
        string secret = Assert.Single(Directory.GetFiles(Path.Combine(data, "proof-keys"), "*.hidden"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secret));
    }

    [Fact]
    public void Commit_AgainInTheOpen_IsTheSameKeyAndKeptOnce()
    {
        string model = Compile();
        string first = Og.Run("model", "commit", model, "--data", PathOf("data"), "--json").Expect(0);
        string second = Og.Run("model", "commit", model, "--data", PathOf("data"), "--json").Expect(0);

        Assert.Equal(first, second);
        using JsonDocument kept = JsonDocument.Parse(Og.Run("model", "commit", "--show", "--data", PathOf("data"), "--json").Expect(0));
        Assert.Equal(Text(first, "proofKey"), Assert.Single(kept.RootElement.EnumerateArray()).GetProperty("proofKey").GetString());
    }

    /// <summary>A key of one hash is none of the other, and the proof names its profile.</summary>
    [Fact]
    public void Prove_WithTreesOfBlake3_IsVerifiedWithTheKeyOfThatProfileOnly()
    {
        string model = Compile();
        string data = PathOf("data");
        string key = Og.Run("model", "commit", model, "--proof-profile", "quadratic-blake3", "--data", data, "--json").Expect(0);
        string other = Og.Run("model", "commit", model, "--data", data, "--json").Expect(0);

        Og.Run("prove", "model", model, "-i", Input, "--proof-profile", "quadratic-blake3", "--out", PathOf("proof.json"), "--data", data).Expect(0);

        Assert.Equal("quadratic-blake3", Text(key, "profile"));
        Og.Run("proof", "verify", PathOf("proof.json"), "--key", Text(key, "proofKey")).Expect(0);
        Og.Run("proof", "verify", PathOf("proof.json"), "--model", model).Expect(0);
        Og.Run("proof", "verify", PathOf("proof.json"), "--key", Text(other, "proofKey")).Expect(2);
        Assert.Contains("trees of BLAKE3", Og.Run("proof", "explain", PathOf("proof.json")).Expect(0), StringComparison.Ordinal);
        using JsonDocument kept = JsonDocument.Parse(Og.Run("model", "commit", "--show", "--proof-profile", "cubic-blake3", "--data", data, "--json").Expect(0));
        Assert.Equal("cubic-blake3", Assert.Single(kept.RootElement.EnumerateArray()).GetProperty("profile").GetString());
    }

    [Theory]
    [InlineData("--proof-profile", "blake3")]
    [InlineData("--private", "everything")]
    [InlineData("--opening", "opening.txt")]
    public void Prove_WhatCannotBeMeant_IsRefused(string option, string value) =>
        Og.Run("prove", "model", "models/digits/digits.onnx", "-i", Input, option, value).Expect(1);

    [Fact]
    public void Commit_MoreProofsThanAKeyIsFor_IsRefused()
    {
        string model = Compile();
        Assert.Contains("at most", Errors(Og.Run("model", "commit", model, "--private", "--proofs", "100000", "--data", PathOf("data")), 1), StringComparison.Ordinal);
        Og.Run("model", "commit", model, "--proofs", "5", "--data", PathOf("data")).Expect(1);
        Assert.Empty(Directory.GetFiles(Path.Combine(PathOf("data"), "proof-keys")));
    }

    private static string Errors(OgResult result, int exitCode)
    {
        result.Expect(exitCode);
        return result.Errors;
    }

    private static string Text(string json, string member)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty(member).GetString()!;
    }

    private string Compile()
    {
        string model = PathOf("digits.integer.safetensors");
        Og.Run("model", "compile", "models/digits/digits.onnx", "--calibrate", CompiledDigits.Samples(PathOf("samples.npz")), "-o", model).Expect(0);
        return model;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
