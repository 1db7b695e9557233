using System.Globalization;
using System.Text.Json.Nodes;
using OpenGradient.Execution;
using OpenGradient.Models.Gguf;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Models.Tests.Safetensors;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Encoders;

/// <summary>BERT's kin, and what else folders of encoders say: close to the reference in binary64, from folders and GGUF files.</summary>
public sealed class EncoderFormTests
{
    private const int Width = SmallEncoder.Width;

    private static readonly int[] Tokens = [SmallEncoder.Begin, 4, 5, 8, 7, 9, 15, 10, 11, 1, SmallEncoder.End];

    private static readonly (string Own, string Saved)[] BertNames =
    [
        ("token_embd", "embeddings.word_embeddings"), ("token_types", "embeddings.token_type_embeddings"), ("position_embd", "embeddings.position_embeddings"), ("token_embd_norm", "embeddings.LayerNorm"),
        ("attn_q", "attention.self.query"), ("attn_k", "attention.self.key"), ("attn_v", "attention.self.value"), ("attn_output", "attention.output.dense"), ("attn_output_norm", "attention.output.LayerNorm"),
        ("ffn_up", "intermediate.dense"), ("ffn_down", "output.dense"), ("layer_output_norm", "output.LayerNorm"),
    ];

    private static readonly (string Own, string Saved)[] NomicNames =
    [
        ("token_embd", "embeddings.word_embeddings"), ("token_types", "embeddings.token_type_embeddings"), ("token_embd_norm", "emb_ln"), ("attn_qkv", "attn.Wqkv"), ("attn_output", "attn.out_proj"),
        ("attn_output_norm", "norm1"), ("ffn_up", "mlp.fc11"), ("ffn_gate", "mlp.fc12"), ("ffn_down", "mlp.fc2"), ("layer_output_norm", "norm2"),
    ];

    [Fact]
    public void Open_NomicBert_IsOneProgramCloseToTheReference()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, (int[] Shape, float[] Numbers)> tensors = Nomic();
        Write(folder.Path, NomicConfig(), tensors, NomicNames, "encoder.layers.");
        string path = Path.Combine(folder.Path, "model.gguf");
        WriteNomicGguf(path, tensors);

        using OpenedModel saved = ModelFile.Open(folder.Path);
        using OpenedModel file = ModelFile.Open(path);

        AssertClose(new ReferenceEncoder(tensors).Embed(Tokens, pooling: 1), saved);
        Assert.Equal(file.Program.Id, saved.Program.Id);
        Assert.True(ProgramValidator.TryValidate(saved.Program, out string? problem), problem);
        Assert.Equal((Width, 64), (saved.EmbeddingWidth, saved.ContextLength));
    }

    [Theory]
    [InlineData("XLMRobertaModel", "1", 2)]
    [InlineData("RobertaModel", "0", 1)]
    [InlineData("RobertaModel", "null", 2)]
    public void Open_Roberta_CountsPositionsFromBehindThatOfPadding(string name, string padding, int first)
    {
        using TemporaryFolder folder = new();
        JsonObject config = BertConfig(name);
        config["pad_token_id"] = JsonNode.Parse(padding);
        Write(folder.Path, config, SmallEncoder.Tensors, BertNames, "encoder.layer.");

        using OpenedModel model = ModelFile.Open(folder.Path);

        Assert.Equal(SmallEncoder.Context - first, model.ContextLength);
        AssertClose(new ReferenceEncoder(SmallEncoder.Tensors) { FirstPosition = first }.Embed(Tokens, pooling: 1), model);
        Assert.Throws<InvalidInputException>(() => Embed(model, new int[SmallEncoder.Context - first + 1]));
    }

    /// <summary>The first files of BERT have a gamma and a beta in place of the weight and the bias of norms.</summary>
    [Fact]
    public void Open_NormsWithGammaAndBeta_AreTheSameModel()
    {
        using TemporaryFolder now = new();
        using TemporaryFolder then = new();
        Write(now.Path, BertConfig(), SmallEncoder.Tensors, BertNames, "encoder.layer.");
        Write(then.Path, BertConfig(), SmallEncoder.Tensors, BertNames, "encoder.layer.", static name => name.Contains("LayerNorm", StringComparison.Ordinal)
            ? name.Replace(".weight", ".gamma", StringComparison.Ordinal).Replace(".bias", ".beta", StringComparison.Ordinal)
            : name);

        using OpenedModel one = ModelFile.Open(now.Path);
        using OpenedModel other = ModelFile.Open(then.Path);

        Assert.Equal(one.Program.Id, other.Program.Id);
    }

    [Theory]
    [InlineData("mean", 1)]
    [InlineData("cls", 2)]
    [InlineData("lasttoken", 3)]
    public void Open_PoolingByName_IsThatPooling(string mode, int pooling)
    {
        using TemporaryFolder folder = new();
        Write(folder.Path, BertConfig(), SmallEncoder.Tensors, BertNames, "encoder.layer.");
        Directory.CreateDirectory(Path.Combine(folder.Path, "1_Pooling"));
        File.WriteAllText(Path.Combine(folder.Path, "1_Pooling", "config.json"), $$"""{"embedding_dimension":{{Width}},"pooling_mode":"{{mode}}","include_prompt":true}""");

        using OpenedModel model = ModelFile.Open(folder.Path);

        AssertClose(new ReferenceEncoder(SmallEncoder.Tensors).Embed(Tokens, pooling), model);
    }

    [Theory]
    [InlineData(12, 12)]
    [InlineData(1000, SmallEncoder.Context)]
    public void Open_LongestTextOfTheSentenceLibrary_IsKeptTo(int given, int expected)
    {
        using TemporaryFolder folder = new();
        Write(folder.Path, BertConfig(), SmallEncoder.Tensors, BertNames, "encoder.layer.");
        File.WriteAllText(Path.Combine(folder.Path, "sentence_bert_config.json"), $$"""{"max_seq_length":{{given}},"do_lower_case":false}""");

        using OpenedModel model = ModelFile.Open(folder.Path);

        Assert.Equal(expected, model.ContextLength);
        Assert.Contains("sentence_bert_config.json", model.Files);
        Assert.Equal(Width, Embed(model, new int[expected]).Length);
        Assert.Throws<InvalidInputException>(() => Embed(model, new int[expected + 1]));
    }

    [Theory]
    [InlineData("activation_function", "\"gelu\"", "config.json: activation_function")]
    [InlineData("rotary_emb_fraction", "0.5", "config.json: rotary_emb_fraction")]
    [InlineData("rotary_emb_interleaved", "true", "config.json: rotary_emb_interleaved")]
    [InlineData("rotary_scaling_factor", "2", "config.json: rotary_scaling_factor")]
    [InlineData("qkv_proj_bias", "true", "config.json: qkv_proj_bias")]
    [InlineData("prenorm", "true", "config.json: prenorm")]
    [InlineData("n_layer", "3", "model.safetensors: tensor 'encoder.layers.2.attn.Wqkv.weight'")]
    public void Open_NomicBertOfAnotherForm_IsRefusedByName(string name, string value, string subject)
    {
        using TemporaryFolder folder = new();
        JsonObject config = NomicConfig();
        config[name] = JsonNode.Parse(value);
        Write(folder.Path, config, Nomic(), NomicNames, "encoder.layers.");

        Assert.Equal(subject, Assert.Throws<InvalidInputException>(() => ModelFile.Open(folder.Path)).Subject);
    }

    /// <summary>A GGUF file has the positions of tokens only, from the first.</summary>
    [Theory]
    [InlineData("XLMRobertaModel")]
    [InlineData("NomicBertModel")]
    public void Quantize_FolderOfEveryForm_IsTheSameEncoder(string name)
    {
        using TemporaryFolder folder = new();
        if (name == "NomicBertModel")
            Write(folder.Path, NomicConfig(), Nomic(), NomicNames, "encoder.layers.");
        else
            Write(folder.Path, BertConfig(name), SmallEncoder.Tensors, BertNames, "encoder.layer.");
        string path = Path.Combine(folder.Path, "model.gguf");
        using (FileStream file = File.Create(path))
            GgufQuantizer.Quantize(folder.Path, file, "f16", progress: null, TestContext.Current.CancellationToken);

        using OpenedModel saved = ModelFile.Open(folder.Path);
        using OpenedModel written = ModelFile.Open(path);

        Assert.Equal(saved.ContextLength, written.ContextLength);
        float[] other = Embed(written, Tokens);
        Assert.InRange(Math.Sqrt(Embed(saved, Tokens).Select((v, i) => (double)(v - other[i]) * (v - other[i])).Sum()), 1e-9, 2e-3);
    }

    private static JsonObject BertConfig(string name = "BertModel") => (JsonObject)JsonNode.Parse($$"""
        {"architectures":["{{name}}"],"hidden_act":"gelu","hidden_size":{{Width}},"intermediate_size":{{SmallEncoder.Inner}},"layer_norm_eps":1e-12,
        "max_position_embeddings":{{SmallEncoder.Context}},"num_attention_heads":{{SmallEncoder.Heads}},"num_hidden_layers":{{SmallEncoder.Blocks}} }
        """)!;

    /// <summary>As nomic-embed-text has it.</summary>
    private static JsonObject NomicConfig() => (JsonObject)JsonNode.Parse($$"""
        {"architectures":["NomicBertModel"],"activation_function":"swiglu","attn_pdrop":0.0,"causal":false,"fused_bias_fc":true,"fused_dropout_add_ln":true,"layer_norm_epsilon":1e-12,
        "mlp_fc1_bias":false,"mlp_fc2_bias":false,"n_embd":{{Width}},"n_head":{{SmallEncoder.Heads}},"n_inner":{{SmallEncoder.Inner}},"n_layer":{{SmallEncoder.Blocks}},"n_positions":64,
        "parallel_block":false,"prenorm":false,"qkv_proj_bias":false,"reorder_and_upcast_attn":false,"rotary_emb_base":1000,"rotary_emb_fraction":1.0,"rotary_emb_interleaved":false,
        "rotary_emb_scale_base":null,"rotary_scaling_factor":null,"scale_attn_by_inverse_layer_idx":false,"scale_attn_weights":true,"type_vocab_size":2,"use_flash_attn":true,"use_rms_norm":false}
        """)!;

    /// <summary>The weights of <see cref="SmallEncoder"/> without biases, projections in one, with a gate.</summary>
    private static Dictionary<string, (int[] Shape, float[] Numbers)> Nomic()
    {
        Dictionary<string, (int[] Shape, float[] Numbers)> tensors = new(StringComparer.Ordinal);
        Random random = new(11);
        foreach ((string name, (int[] shape, float[] numbers)) in SmallEncoder.Tensors)
        {
            if (name.EndsWith(".bias", StringComparison.Ordinal) && !name.Contains("norm", StringComparison.Ordinal))
                continue;
            if (name.EndsWith("attn_q.weight", StringComparison.Ordinal))
            {
                string block = name[..^"attn_q.weight".Length];
                tensors.Add(block + "attn_qkv.weight", ([3 * Width, Width], [.. numbers, .. SmallEncoder.Tensors[block + "attn_k.weight"].Numbers, .. SmallEncoder.Tensors[block + "attn_v.weight"].Numbers]));
            }
            else if (name.EndsWith("ffn_up.weight", StringComparison.Ordinal))
            {
                tensors.Add(name, (shape, numbers));
                tensors.Add(name.Replace("ffn_up", "ffn_gate", StringComparison.Ordinal), (shape, [.. numbers.Select(_ => random.NextSingle() - 0.5f)]));
            }
            else if (!name.EndsWith("attn_k.weight", StringComparison.Ordinal) && !name.EndsWith("attn_v.weight", StringComparison.Ordinal) && !name.StartsWith("position", StringComparison.Ordinal))
            {
                tensors.Add(name, (shape, numbers));
            }
        }

        return tensors;
    }

    private static void Write(
        string folder, JsonObject config, IReadOnlyDictionary<string, (int[] Shape, float[] Numbers)> tensors, (string Own, string Saved)[] names, string blocks, Func<string, string>? rename = null)
    {
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString());
        SafetensorsBytes file = new();
        foreach ((string name, (int[] shape, float[] numbers)) in tensors)
        {
            string[] parts = name.Split('.');
            string saved = $"{names.First(pair => pair.Own == parts[^2]).Saved}.{parts[^1]}";
            saved = parts.Length > 2 ? $"{blocks}{parts[1]}.{saved}" : saved;
            file.Add(rename?.Invoke(saved) ?? saved, shape, numbers);
        }

        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), file.ToArray());
    }

    private static void WriteNomicGguf(string path, Dictionary<string, (int[] Shape, float[] Numbers)> tensors)
    {
        (string Key, uint Number)[] counts =
        [
            ("context_length", 64), ("embedding_length", Width), ("block_count", SmallEncoder.Blocks), ("feed_forward_length", SmallEncoder.Inner), ("attention.head_count", SmallEncoder.Heads), ("pooling_type", 1),
        ];
        byte[][] entries =
        [
            GgufWriter.Entry("general.architecture", "nomic-bert"), .. counts.Select(static count => GgufWriter.Entry("nomic-bert." + count.Key, count.Number)),
            GgufWriter.Entry("nomic-bert.attention.layer_norm_epsilon", 1e-12f), GgufWriter.Entry("nomic-bert.attention.causal", false), GgufWriter.Entry("nomic-bert.rope.freq_base", 1000f),
        ];
        using FileStream file = File.Create(path);
        var writer = new GgufWriter(file);
        writer.WriteHeader(
            [.. entries.Select(static entry => new ReadOnlyMemory<byte>(entry))],
            [.. tensors.Select(static tensor => new GgufTensor(tensor.Key, GgufTensorType.F32, [.. tensor.Value.Shape.Select(static n => (long)n)], 0, 4L * tensor.Value.Numbers.Length))]);
        foreach ((_, float[] numbers) in tensors.Values)
        {
            writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(numbers));
            writer.Pad();
        }
    }

    private static void AssertClose(double[] expected, OpenedModel model)
    {
        float[] embedding = Embed(model, Tokens);
        double difference = Math.Sqrt(expected.Select((v, i) => (v - embedding[i]) * (v - embedding[i])).Sum());
        Assert.True(difference < 2e-6, difference.ToString(CultureInfo.InvariantCulture));
    }

    private static float[] Embed(OpenedModel model, int[] tokens) =>
        Executable.Load(model.Program, model.Constants).Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], default).Outputs[0].As<float>().ToArray();
}
