using OpenGradient.Models.Decoders;
using OpenGradient.Models.Gguf;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Gguf;

public sealed class GgufModelTests
{
    [Fact]
    public void Open_SampleModel_HasProgramTokenizerTemplateAndDigestsOfTheFilesBytes()
    {
        using OpenedModel model = ModelFile.Open(Repository.PathOf("models/tinychat/tinychat.gguf"));

        Assert.Equal("gguf", model.Format);
        Assert.Equal("tokens", model.Program.Sequence);
        Assert.NotNull(model.Tokenizer);
        Assert.NotNull(model.ChatTemplate);
        Assert.NotEmpty(model.EndOfTurnTokens);
        Assert.True(ProgramValidator.TryValidate(model.Program, out string? problem), problem);
        for (int i = 0; i < model.Program.Constants.Length; i++)
            Assert.Equal(model.Program.Constants[i].Digest, Digest.Sha256(model.Constants.Read(i).Span));
    }

    [Theory]
    [InlineData("general.architecture", "falcon", InvalidInputKind.Unsupported)]
    [InlineData("llama.rope.scaling.type", "dynamic", InvalidInputKind.Unsupported)]
    [InlineData("llama.attention.max_alibi_bias", 8f, InvalidInputKind.Unsupported)]
    [InlineData("llama.expert_shared_count", 2u, InvalidInputKind.Unsupported)]
    [InlineData("llama.rope.scaling.yarn_beta_fast", 16f, InvalidInputKind.Unsupported)]
    [InlineData("llama.expert_gating_func", 2u, InvalidInputKind.Unsupported)]
    [InlineData("llama.expert_weights_scale", 2.5f, InvalidInputKind.Unsupported)]
    [InlineData("llama.attention.head_count_kv", 3u, InvalidInputKind.Invalid)]
    [InlineData("llama.context_length", 0u, InvalidInputKind.Invalid)]
    [InlineData("llama.block_count", uint.MaxValue, InvalidInputKind.Invalid)]
    public void Read_WrongSetting_IsRefusedByKey(string key, object value, InvalidInputKind kind)
    {
        Dictionary<string, object> values = Settings();
        values[key] = value switch { uint number => (long)number, float number => (double)number, _ => value };

        var exception = Assert.Throws<InvalidInputException>(() => GgufDecoder.Read(new GgufMetadata(values)));

        Assert.Equal((kind, key), (exception.Kind, exception.Subject));
    }

    [Theory]
    [InlineData("llama.attention.causal", true)]
    [InlineData("llama.expert_gating_func", 1L)]
    [InlineData("llama.expert_weights_norm", true)]
    [InlineData("llama.rope.scaling.yarn_beta_fast", 32.0)]
    [InlineData("llama.rope.scaling.yarn_beta_slow", 1.0)]
    public void Read_SettingThatSaysWhatHoldsAnyway_ChangesNothing(string key, object value) => Assert.Equal(Read("llama"), Read("llama", (key, value)));

    [Theory]
    [InlineData("rope.scaling.factor")]
    [InlineData("rope.scale_linear")]
    public void Read_FactorWithoutType_IsLinear(string key) => Assert.Equal(4f, Read("llama", ($"llama.{key}", 4.0)).Rotary!.Factor);

    [Fact]
    public void Read_Phi3WithOriginalLengthAndNoType_HasShortFactors()
    {
        DecoderSettings settings = Read("phi3", ("phi3.rope.scaling.original_context_length", 16L), ("phi3.rope.scaling.attn_factor", 1.19));

        Assert.Equal((16, 16, 1.19f), (settings.Rotary!.ShortLength, settings.ContextLength, settings.Rotary.Magnitude));
    }

    [Fact]
    public void Read_Gemma2WithoutItsNumbers_HasThoseOfAllItsModels()
    {
        DecoderSettings settings = Read("gemma2");
        Assert.Equal((4096, 50f, 30f, null), (settings.Window, settings.AttentionSoftCap, settings.LogitSoftCap, settings.AttentionScale));

        DecoderSettings others = Read("gemma2", ("gemma2.attention.sliding_window", 7L), ("gemma2.attn_logit_softcapping", 0.0), ("gemma2.final_logit_softcapping", 9.0));
        Assert.Equal((7, 0f, 9f), (others.Window, others.AttentionSoftCap, others.LogitSoftCap));
    }

    [Theory]
    [InlineData("gemma2", 46)]
    [InlineData("gemma3", 62)]
    public void Read_LargestGemma_ScalesByWhatAHeadHasOfTheWidth(string architecture, int blocks)
    {
        DecoderSettings settings = Read(architecture, ($"{architecture}.block_count", (long)blocks), ($"{architecture}.attention.key_length", 4L), ($"{architecture}.attention.value_length", 4L));

        Assert.Equal((8, 4, 4, 1f / MathF.Sqrt(2)), (settings.Width, settings.HeadCount, settings.HeadDim, settings.AttentionScale));
    }

    [Fact]
    public void Read_WindowPattern_SaysWhichBlocksSeeEverything() => Assert.Equal(
        [true, true, false, true], Read("gemma3", ("gemma3.block_count", 4L), ("gemma3.attention.sliding_window_pattern", 3L)).WindowBlocks);

    [Fact]
    public void Read_WindowListedForEachBlock_IsTaken() => Assert.Equal(
        [false, true], Read("gemma3", ("gemma3.block_count", 2L), ("gemma3.attention.sliding_window_pattern", (bool[])[false, true])).WindowBlocks);

    [Fact]
    public void Read_NumbersListedForEachBlock_AreOneWhereTheyAreTheSame()
    {
        DecoderSettings Listed(params long[] kvHeads) => Read("llama", ("llama.block_count", 2L), ("llama.attention.head_count_kv", kvHeads));

        Assert.Equal(Read("llama", ("llama.block_count", 2L)), Listed(2, 2));
        Assert.Equal(12, Read("llama", ("llama.feed_forward_length", (long[])[12])).FeedForwardWidth);
        foreach ((long[] wrong, InvalidInputKind kind) in (ReadOnlySpan<(long[], InvalidInputKind)>)
            [([2], InvalidInputKind.Invalid), ([], InvalidInputKind.Invalid), ([0, 0], InvalidInputKind.Invalid), ([2, 1], InvalidInputKind.Unsupported)])
        {
            var exception = Assert.Throws<InvalidInputException>(() => Listed(wrong));
            Assert.Equal(("llama.attention.head_count_kv", kind), (exception.Subject, exception.Kind));
        }
    }

    private static DecoderSettings Read(string architecture, params (string Key, object Value)[] given)
    {
        Dictionary<string, object> values = Settings().ToDictionary(pair => pair.Key.Replace("llama.", architecture + ".", StringComparison.Ordinal), static pair => pair.Value);
        values["general.architecture"] = architecture;
        foreach ((string key, object value) in given)
            values[key] = value;
        return GgufDecoder.Read(new GgufMetadata(values));
    }

    [Fact]
    public void Compile_MissingMisshapenOrUnknownTensor_IsRefusedByName()
    {
        DecoderSettings settings = GgufDecoder.Read(new GgufMetadata(Settings()));
        GgufTensor[] tensors = Tensors();
        Assert.Equal(20, Compile(settings, tensors).VocabularySize);

        string Refused(IEnumerable<GgufTensor> wrong) => Assert.Throws<InvalidInputException>(() => Compile(settings, wrong)).Subject;

        foreach (GgufTensor tensor in tensors)
        {
            Assert.Equal($"tensor '{tensor.Name}'", Refused(tensors.Where(other => other != tensor)));
            if (tensor.Name != "token_embd.weight")
                Assert.Equal($"tensor '{tensor.Name}'", Refused(tensors.Select(other => other == tensor ? other with { Shape = [7, 7] } : other)));
        }

        Assert.Equal("tensor 'blk.0.ffn_gate_exps.weight'", Refused([.. tensors, new GgufTensor("blk.0.ffn_gate_exps.weight", GgufTensorType.F32, [1], 0, 4)]));
    }

    [Fact]
    public void Open_MissingOrEmptyFile_IsRefused()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "model.gguf");

        Assert.Equal(InvalidInputKind.NotFound, Assert.Throws<InvalidInputException>(() => ModelFile.Open(path)).Kind);
        File.WriteAllBytes(path, []);
        Assert.Throws<InvalidInputException>(() => ModelFile.Open(path));
        File.WriteAllBytes(path, "GGUF"u8.ToArray());
        Assert.Equal("version", Assert.Throws<InvalidInputException>(() => ModelFile.Open(path)).Subject);
    }

    private static DecoderProgram Compile(DecoderSettings settings, IEnumerable<GgufTensor> tensors) =>
        DecoderCompiler.Compile(settings, tensors.Select(static tensor => tensor.With(new byte[tensor.LengthBytes])));

    private static Dictionary<string, object> Settings() => new()
    {
        ["general.architecture"] = "llama",
        ["llama.context_length"] = 64L,
        ["llama.embedding_length"] = 8L,
        ["llama.block_count"] = 1L,
        ["llama.feed_forward_length"] = 12L,
        ["llama.attention.head_count"] = 4L,
        ["llama.attention.head_count_kv"] = 2L,
        ["llama.attention.layer_norm_rms_epsilon"] = 1e-5,
    };

    private static GgufTensor[] Tensors()
    {
        GgufTensor Tensor(string name, params long[] shape) => new(name + ".weight", GgufTensorType.F32, [.. shape], 0, 0);
        return
        [
            Tensor("token_embd", 20, 8), Tensor("blk.0.attn_norm", 8), Tensor("blk.0.attn_q", 8, 8), Tensor("blk.0.attn_k", 4, 8),
            Tensor("blk.0.attn_v", 4, 8), Tensor("blk.0.attn_output", 8, 8), Tensor("blk.0.ffn_norm", 8), Tensor("blk.0.ffn_gate", 12, 8),
            Tensor("blk.0.ffn_up", 12, 8), Tensor("blk.0.ffn_down", 8, 12), Tensor("output_norm", 8),
        ];
    }
}
