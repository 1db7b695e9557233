using System.Text.Json.Nodes;
using OpenGradient.Execution;
using OpenGradient.Models.Gguf;
using OpenGradient.Models.Tests.Decoders;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Safetensors;

/// <summary>Folders written as GGUF files: the same model, but for what the encoding costs.</summary>
public sealed class FolderQuantizerTests
{
    private static readonly int[] Tokens = [.. Enumerable.Range(0, 17).Select(static i => i * i * 5 % SmallDecoder.Vocabulary)];

    [Theory]
    [InlineData("gemma")]
    [InlineData("gemma2")]
    [InlineData("gemma3")]
    [InlineData("gpt2")]
    [InlineData("gptneox")]
    [InlineData("llama")]
    [InlineData("llama-linear")]
    [InlineData("llama-llama3")]
    [InlineData("llama-yarn")]
    [InlineData("mistral")]
    [InlineData("mixtral")]
    [InlineData("phi3")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    [InlineData("qwen3moe")]
    public void Quantize_EveryArchitecture_KeepsTheLogits(string architecture)
    {
        using TemporaryFolder folder = new();
        new SmallFolder(architecture, SmallDecoder.Create(architecture)).Write(folder.Path, fileCount: 2);

        AssertClose(folder.Path, Written(folder.Path, "f16"));
    }

    [Fact]
    public void Quantize_TokenizerTemplateAndEnds_AreThoseOfTheFolder()
    {
        using TemporaryFolder folder = new();
        new SmallFolder("qwen3", SmallDecoder.Create("qwen3")).Write(folder.Path);
        File.WriteAllText(
            Path.Combine(folder.Path, "tokenizer.json"),
            """{"added_tokens":[{"id":4,"content":"<s>","special":true},{"id":5,"content":"<e>","special":true},{"id":6,"content":"<t>","special":true},{"id":7,"content":"<|im_end|>","special":true}],"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"c":3},"merges":["a b"]}}""");
        File.WriteAllText(Path.Combine(folder.Path, "tokenizer_config.json"), """{"bos_token":"<s>","eos_token":{"content":"<e>"},"chat_template":"{{ bos_token }}{{ messages[0].content }}{{ eos_token }}"}""");
        File.WriteAllText(Path.Combine(folder.Path, "generation_config.json"), """{"eos_token_id":[5,6]}""");

        using OpenedModel saved = ModelFile.Open(folder.Path);
        using OpenedModel file = ModelFile.Open(Written(folder.Path, "f16"));

        Assert.Equal(saved.Tokenizer!.Encode("abca<t>b", recognisesControl: true), file.Tokenizer!.Encode("abca<t>b", recognisesControl: true));
        Assert.Equal((4, 5, 64), (file.Tokenizer.BeginToken, file.Tokenizer.EndToken, file.ContextLength));
        Assert.Equal([5, 6, 7], file.EndOfTurnTokens);
        Assert.Equal(saved.EndOfTurnTokens.AsEnumerable(), file.EndOfTurnTokens);
        Assert.Equal((saved.ChatTemplate!.Source, "<s>", "<e>"), (file.ChatTemplate!.Source, file.ChatTemplate.BeginToken, file.ChatTemplate.EndToken));
    }

    [Fact]
    public void Quantize_Encoder_IsTheSameEncoder()
    {
        using TemporaryFolder folder = new();
        SmallEncoder.WriteFolder(folder.Path, "cls_token");

        using OpenedModel saved = ModelFile.Open(folder.Path);
        using OpenedModel file = ModelFile.Open(Written(folder.Path, "f16"));

        Assert.Equal((saved.EmbeddingWidth, saved.ContextLength), (file.EmbeddingWidth, file.ContextLength));
        Assert.Equal(saved.Tokenizer!.Encode("the cats sat!"), file.Tokenizer!.Encode("the cats sat!"));
        float[] expected = Run(saved, [2, 4, 5, 8, 3]);
        Assert.InRange(Distance(expected, Run(file, [2, 4, 5, 8, 3])), 1e-9, 2e-3);
    }

    [Theory]
    [InlineData("hidden_act", "\"gelu\"", "config.json: hidden_act")]
    [InlineData("layer_types", """["sliding_attention","full_attention"]""", "config.json: sliding_window")]
    public void Quantize_WhatAGgufFileCannotSay_IsRefusedByName(string name, string value, string subject)
    {
        using TemporaryFolder folder = new();
        var form = new SmallFolder("llama", SmallDecoder.Create("llama"));
        JsonObject config = form.Config();
        config["sliding_window"] = 5;
        config[name] = JsonNode.Parse(value);
        form.Write(folder.Path, config: config);
        ModelFile.Open(folder.Path).Dispose();

        Assert.Equal(subject, Assert.Throws<InvalidInputException>(() => Written(folder.Path, "f16")).Subject);
    }

    private static string Written(string folder, string encoding)
    {
        string path = Path.Combine(folder, $"model-{encoding}.gguf");
        using FileStream file = File.Create(path);
        GgufQuantizer.Quantize(folder, file, encoding, progress: null, TestContext.Current.CancellationToken);
        return path;
    }

    private static void AssertClose(string folder, string path)
    {
        using OpenedModel saved = ModelFile.Open(folder);
        using OpenedModel file = ModelFile.Open(path);

        Assert.Equal(("gguf", saved.ContextLength), (file.Format, file.ContextLength));
        Assert.InRange(Distance(Run(saved, Tokens), Run(file, Tokens)), 1e-9, 2e-3);
    }

    private static double Distance(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return Math.Sqrt(expected.Zip(actual, static (x, y) => ((double)x - y) * ((double)x - y)).Sum() / expected.Sum(static x => (double)x * x));
    }

    private static float[] Run(OpenedModel model, int[] tokens) =>
        Executable.Load(model.Program, model.Constants).Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], default).Outputs[0].As<float>().ToArray();
}
