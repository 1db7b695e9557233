using System.Text.Json;
using OpenGradient.Tests;

namespace OpenGradient.Cli.Tests.Models;

/// <summary><c>og model quantize</c>.</summary>
public sealed class QuantizeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("opengradient-").FullName;

    [Fact]
    [Trait("Category", "Slow")]
    public void Quantize_SampleModel_IsAModelAgainAndNoSourceOfAnother()
    {
        string sample = Repository.PathOf("models/tinychat/tinychat.gguf");
        string target = Path.Combine(_folder, "small.gguf");

        string output = Og.Run("model", "quantize", sample, "-o", target, "--type", "q8_0", "--json").Expect(0);

        using JsonDocument report = JsonDocument.Parse(output);
        Assert.Contains(report.RootElement.GetProperty("tensors").EnumerateArray(), static tensor => tensor.GetProperty("to").GetString() == "q8_0");
        Assert.Contains("trace", Og.Run("model", "logits", target, "--tokens", "1,2,3", "-o", Path.Combine(_folder, "logits")).Expect(0), StringComparison.Ordinal);
        OgResult refused = Og.Run("model", "quantize", target, "-o", Path.Combine(_folder, "again.gguf"), "--type", "q4_0");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("is q8_0 already", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(["logits", "small.gguf"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Quantize_OntoItself_IsRefusedThroughLinksToo()
    {
        string source = Path.Combine(_folder, "model.gguf");
        File.Copy(Repository.PathOf("models/tinychat/tinychat.gguf"), source);
        byte[] before = File.ReadAllBytes(source);
        File.CreateSymbolicLink(Path.Combine(_folder, "file.gguf"), source);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "folder"), _folder);

        foreach (string target in (string[])["model.gguf", "file.gguf", "folder/model.gguf", "./model.gguf"])
            Assert.Contains("this is the file that is read", Og.Run("model", "quantize", source, "-o", Path.Combine(_folder, target), "--type", "q8_0").Errors, StringComparison.Ordinal);

        Assert.Equal(before, File.ReadAllBytes(source));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Quantize_Folder_IsOneFileAndNeverOneOfItsOwn()
    {
        string source = Path.Combine(_folder, "encoder");
        SmallEncoder.WriteFolder(source);
        string target = Path.Combine(_folder, "encoder.gguf");

        Assert.Contains("blk.0.attn_q.weight", Og.Run("model", "quantize", source, "-o", target, "--type", "f16").Expect(0), StringComparison.Ordinal);
        Assert.Contains("this is the file that is read", Og.Run("model", "quantize", source, "-o", Path.Combine(source, "model.safetensors"), "--type", "f16").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Quantize_FileThatIsCalledPartial_IsNotItsOwnScratchFile()
    {
        string source = Path.Combine(_folder, "small.gguf.partial");
        File.Copy(Repository.PathOf("models/tinychat/tinychat.gguf"), source);
        byte[] before = File.ReadAllBytes(source);

        Og.Run("model", "quantize", source, "-o", Path.Combine(_folder, "small.gguf"), "--type", "q8_0").Expect(0);

        Assert.Equal(before, File.ReadAllBytes(source));
        Assert.Equal(["small.gguf", "small.gguf.partial"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Quantize_WhatCannotBe_NamesTheFileOrTheOption()
    {
        string sample = Repository.PathOf("models/tinychat/tinychat.gguf");

        Assert.Contains("--type: 'q9' cannot be written; bf16, f16", Quantize(sample, "q9"), StringComparison.Ordinal);
        Assert.Contains($"{Path.Combine(_folder, "config.json")}: There is no such file.", Quantize(_folder, "q8_0"), StringComparison.Ordinal);
        Assert.Contains("digits.onnx: magic: The file does not begin with GGUF.", Quantize(Repository.PathOf("models/digits/digits.onnx"), "q8_0"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Quantize(string file, string type) => Og.Run("model", "quantize", file, "-o", Path.Combine(_folder, "new.gguf"), "--type", type).Errors;
}
