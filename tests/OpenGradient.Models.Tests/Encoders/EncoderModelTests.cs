using System.Text.Json.Nodes;
using OpenGradient.Execution;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Encoders;

/// <summary>BERT from GGUF files and from folders: one Program, close to a plain reference in binary64.</summary>
public sealed class EncoderModelTests
{
    private static readonly int[] Tokens = [SmallEncoder.Begin, 4, 5, 8, 7, 9, 15, 10, 11, 1, SmallEncoder.End];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Run_EveryPooling_GivesTheEmbeddingOfTheReference(int pooling)
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "model.gguf");
        SmallEncoder.WriteGguf(path, pooling);

        using OpenedModel model = ModelFile.Open(path);

        float[] embedding = Embed(model, Tokens);
        double[] expected = new ReferenceEncoder(SmallEncoder.Tensors).Embed(Tokens, pooling);
        double difference = Math.Sqrt(expected.Select((v, i) => (v - embedding[i]) * (v - embedding[i])).Sum());
        Assert.Equal((SmallEncoder.Width, SmallEncoder.Width), (embedding.Length, model.EmbeddingWidth));
        Assert.InRange(difference, 0, 2e-6);
    }

    [Theory]
    [InlineData("mean_tokens", 1)]
    [InlineData("cls_token", 2)]
    [InlineData("lasttoken", 3)]
    public void Open_FolderOfTheSameWeights_GivesTheProgramAndTokensOfTheGgufFile(string flag, int pooling)
    {
        using TemporaryFolder folder = new();
        SmallEncoder.WriteFolder(folder.Path, flag);
        string path = Path.Combine(folder.Path, "model.gguf");
        SmallEncoder.WriteGguf(path, pooling);

        using OpenedModel saved = ModelFile.Open(folder.Path);
        using OpenedModel file = ModelFile.Open(path);

        Assert.Equal(file.Program.Id, saved.Program.Id);
        Assert.True(ProgramValidator.TryValidate(saved.Program, out string? problem), problem);
        Assert.Equal(["config.json", "1_Pooling/config.json", "model.safetensors", "modules.json", "tokenizer.json"], saved.Files);
        foreach (string text in (string[])["The cats sat on a mat!", "Redder, blue", "dog [SEP] dog", "\u00e9 \u4e2d CAT"])
            Assert.Equal(Whole(file.Tokenizer!, text), Whole(saved.Tokenizer!, text));
        Assert.Equal([2, 4, 5, 8, 7, 9, 15, 10, 11, 3], Whole(saved.Tokenizer!, "The cats sat on a mat!"));
    }

    [Fact]
    public void Run_TextLongerThanThePositions_IsRefused()
    {
        using TemporaryFolder folder = new();
        SmallEncoder.WriteFolder(folder.Path);
        using OpenedModel model = ModelFile.Open(folder.Path);

        Assert.Equal(SmallEncoder.Width, Embed(model, new int[SmallEncoder.Context]).Length);
        Assert.Throws<InvalidInputException>(() => Embed(model, new int[SmallEncoder.Context + 1]));
    }

    [Theory]
    [InlineData("bert.pooling_type", 0, "bert.pooling_type")]
    [InlineData("bert.pooling_type", 4, "bert.pooling_type")]
    [InlineData("bert.attention.head_count", 5, "bert.attention.head_count")]
    [InlineData("bert.attention.sliding_window", 7, "bert.attention.sliding_window")]
    [InlineData("bert.context_length", 31, "tensor 'position_embd.weight'")]
    [InlineData("bert.block_count", 1, "tensor 'blk.1.attn_k.bias'")]
    public void Open_GgufWithAnotherSetting_IsRefusedByName(string key, uint value, string subject)
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "model.gguf");
        SmallEncoder.WriteGguf(path, 1, (key, value));

        Assert.Equal(subject, Assert.Throws<InvalidInputException>(() => ModelFile.Open(path)).Subject);
    }

    [Theory]
    [InlineData("config.json", "position_embedding_type", "\"relative_key\"", "config.json: position_embedding_type")]
    [InlineData("config.json", "hidden_act", "\"relu\"", "config.json: hidden_act")]
    [InlineData("config.json", "is_decoder", "true", "config.json: is_decoder")]
    [InlineData("config.json", "num_hidden_layers", "3", "model.safetensors: tensor 'encoder.layer.2.attention.self.query.weight'")]
    [InlineData("1_Pooling/config.json", "pooling_mode_cls_token", "true", "1_Pooling/config.json: pooling_mode_mean_tokens")]
    [InlineData("1_Pooling/config.json", "pooling_mode_max_tokens", "true", "1_Pooling/config.json: pooling_mode_max_tokens")]
    public void Open_FolderWithAnotherSetting_IsRefusedByName(string file, string name, string value, string subject)
    {
        using TemporaryFolder folder = new();
        SmallEncoder.WriteFolder(folder.Path);
        string path = Path.Combine(folder.Path, file);
        JsonNode config = JsonNode.Parse(File.ReadAllText(path))!;
        config[name] = JsonNode.Parse(value);
        File.WriteAllText(path, config.ToJsonString());

        Assert.Equal(subject, Assert.Throws<InvalidInputException>(() => ModelFile.Open(folder.Path)).Subject);
    }

    [Fact]
    public void Open_ModuleThatChangesTheEmbedding_IsRefused()
    {
        using TemporaryFolder folder = new();
        SmallEncoder.WriteFolder(folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, "modules.json"), """[{"type":"sentence_transformers.models.Dense"}]""");

        Assert.Equal("modules.json", Assert.Throws<InvalidInputException>(() => ModelFile.Open(folder.Path)).Subject);
    }

    private static int[] Whole(Tokenizer tokenizer, string text) => [.. tokenizer.Prefix, .. tokenizer.Encode(text, recognisesControl: true), .. tokenizer.Suffix];

    private static float[] Embed(OpenedModel model, int[] tokens) =>
        Executable.Load(model.Program, model.Constants).Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], default).Outputs[0].As<float>().ToArray();
}
