using System.Text.Json.Nodes;
using OpenGradient.Execution;
using OpenGradient.Models.Decoders;
using OpenGradient.Models.Tests.Decoders;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Safetensors;

/// <summary>Folders as the Hugging Face library writes them: the same models as in GGUF files.</summary>
public sealed class FolderModelTests
{
    private static readonly int[] Tokens = [.. Enumerable.Range(0, 17).Select(static i => i * i * 5 % SmallDecoder.Vocabulary)];

    [Theory]
    [InlineData("gemma")]
    [InlineData("gemma2")]
    [InlineData("gemma3")]
    [InlineData("gpt2")]
    [InlineData("gptneox")]
    [InlineData("phi3")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    [InlineData("qwen3moe")]
    public void Open_WeightsOfAGgufFile_GiveItsProgram(string architecture)
    {
        SmallDecoder small = SmallDecoder.Create(architecture);
        using TemporaryFolder folder = new();
        new SmallFolder(architecture, small).Write(folder.Path);

        using OpenedModel model = ModelFile.Open(folder.Path);

        IEnumerable<StoredTensor> tensors = small.Tensors.Select(tensor => architecture.StartsWith("gemma", StringComparison.Ordinal) && tensor.Name.EndsWith("norm.weight", StringComparison.Ordinal)
            ? StoredTensor.Of(tensor.Name, [.. small.Weights[tensor.Name].Select(static gain => gain - 1f + 1f)])
            : tensor);
        Assert.Equal(DecoderCompiler.Compile(small.Settings, tensors).Build().Id, model.Program.Id);
        Assert.Equal(("safetensors", 64), (model.Format, model.ContextLength));
        Assert.Equal(["config.json", "model.safetensors"], model.Files);
    }

    /// <summary>As version 5 of the library writes it.</summary>
    [Fact]
    public void Open_RotaryParametersForEachTypeOfBlock_AreThoseOfTheOlderMembers()
    {
        var form = new SmallFolder("gemma3", SmallDecoder.Create("gemma3"));
        JsonObject config = form.Config();
        config.Remove("rope_theta");
        config.Remove("rope_scaling");
        config.Remove("rope_local_base_freq");
        config["rope_parameters"] = JsonNode.Parse(
            """{"full_attention":{"rope_type":"linear","factor":8.0,"rope_theta":1000000.0},"sliding_attention":{"rope_type":"default","rope_theta":10000.0}}""");

        Assert.Equal(ProgramOf(form, form.Config()), ProgramOf(form, config));
        config["rope_parameters"]!["sliding_attention"]!["rope_theta"] = 20000.0;
        Assert.NotEqual(ProgramOf(form, form.Config()), ProgramOf(form, config));
        config["rope_parameters"]!["sliding_attention"]!["rope_type"] = "yarn";
        Assert.Equal("config.json: rope_parameters.sliding_attention.rope_type", Assert.Throws<InvalidInputException>(() => ProgramOf(form, config)).Subject);
    }

    [Theory]
    [InlineData("llama", "LlavaForConditionalGeneration", "llama", "language_model.", "")]
    [InlineData("mistral", "Mistral3ForConditionalGeneration", "mistral", "language_model.", "hidden_act")]
    [InlineData("gemma3", "Gemma3ForConditionalGeneration", "gemma3_text", "language_model.", "hidden_activation hidden_act sliding_window_pattern rope_theta rope_local_base_freq")]
    [InlineData("qwen2", "Qwen2_5_VLForConditionalGeneration", "qwen2_5_vl_text", "", "hidden_act")]
    [InlineData("qwen3", "Qwen3VLForConditionalGeneration", "qwen3_vl_text", "", "hidden_act")]
    public void Open_TextPartOfAModelThatSees_IsTheModelOfTextAlone(string architecture, string @class, string type, string prefix, string leftOut)
    {
        var form = new SmallFolder(architecture, SmallDecoder.Create(architecture));
        using TemporaryFolder folder = new();
        // Newer files have the part inside of the model, older ones the model inside of the part.
        string Rename(string name) => prefix.Length > 0 ? prefix + name : name.Replace("model.", "model.language_model.", StringComparison.Ordinal);
        form.WritePart(folder.Path, @class, type, Rename, leftOut.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        using OpenedModel model = ModelFile.Open(folder.Path);

        Assert.Equal(ProgramOf(form, form.Config()), model.Program.Id);
    }

    [Theory]
    [InlineData("PaliGemmaForConditionalGeneration", "gemma", "config.json: text_config", "Save the text model alone")]
    [InlineData("LlavaForConditionalGeneration", "mamba", "config.json: text_config.model_type", "mamba")]
    public void Open_TextPartOfAnotherKind_IsRefusedWithTheCure(string @class, string type, string subject, string expected)
    {
        using TemporaryFolder folder = new();
        new SmallFolder("llama", SmallDecoder.Create("llama")).WritePart(folder.Path, @class, type, static name => name);

        var exception = Assert.Throws<InvalidInputException>(() => ModelFile.Open(folder.Path));

        Assert.Equal((InvalidInputKind.Unsupported, subject), (exception.Kind, exception.Subject));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    private static ProgramId ProgramOf(SmallFolder form, JsonObject config)
    {
        using TemporaryFolder folder = new();
        form.Write(folder.Path, config: (JsonObject)config.DeepClone());
        using OpenedModel model = ModelFile.Open(folder.Path);
        return model.Program.Id;
    }

    /// <summary>In GGUF files the rows of these lie in another order, so that sums are made in another order.</summary>
    [Theory]
    [InlineData("llama")]
    [InlineData("llama-linear")]
    [InlineData("llama-llama3")]
    [InlineData("llama-yarn")]
    [InlineData("mistral")]
    [InlineData("mixtral")]
    public void Open_RotatedInHalves_IsCloseToTheReference(string architecture)
    {
        SmallDecoder small = SmallDecoder.Create(architecture);
        using TemporaryFolder folder = new();
        new SmallFolder(architecture, small).Write(folder.Path, fileCount: 3);

        double[] logits = Logits(folder.Path);

        double[] expected = [.. new ReferenceDecoder(architecture, small).Logits(Tokens).SelectMany(static row => row)];
        double difference = Math.Sqrt(expected.Select((v, i) => (v - logits[i]) * (v - logits[i])).Sum() / expected.Sum(static v => v * v));
        Assert.InRange(difference, 0, 2e-6);
    }

    [Fact]
    public void Open_AnyPartOfAShardedFolder_IsTheWholeModel()
    {
        SmallDecoder small = SmallDecoder.Create("qwen3");
        using TemporaryFolder folder = new();
        new SmallFolder("qwen3", small).Write(folder.Path, fileCount: 2);
        ProgramId expected = DecoderCompiler.Compile(small.Settings, small.Tensors).Build().Id;

        foreach (string name in (string[])["", "config.json", "model.safetensors.index.json", "model-00002-of-00002.safetensors"])
        {
            using OpenedModel model = ModelFile.Open(Path.Combine(folder.Path, name));

            Assert.Equal(expected, model.Program.Id);
            Assert.Equal(["config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json"], model.Files);
            Assert.Equal(model.Files.Skip(1), ModelFile.DataFiles(Path.Combine(folder.Path, "config.json")));
        }
    }

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void Open_SixteenBits_StayAsTheyAre(string type)
    {
        SmallDecoder small = SmallDecoder.Create("qwen3");
        using TemporaryFolder folder = new();
        new SmallFolder("qwen3", small).Write(folder.Path);
        File.WriteAllBytes(Path.Combine(folder.Path, "model.safetensors"), Narrowed(Path.Combine(folder.Path, "model.safetensors"), type));

        using OpenedModel model = ModelFile.Open(folder.Path);

        Assert.All(model.Program.Constants.Where(static constant => constant.Shape.Length == 2), constant => Assert.Equal(type.ToLowerInvariant(), constant.Encoding));
        Assert.All(model.Program.Constants.Where(static constant => constant.Shape.Length == 1), static constant => Assert.Equal("f32", constant.Encoding));
    }

    /// <summary>The factors of Llama 3's own models, from the formula in double precision.</summary>
    [Fact]
    public void Open_Llama3Scaling_DividesSlowFrequencies()
    {
        SmallDecoder small = SmallDecoder.Create("llama");
        using TemporaryFolder folder = new();
        var form = new SmallFolder("llama", small);
        JsonObject config = form.Config();
        config["rope_theta"] = 500000.0;
        config["rope_scaling"] = JsonNode.Parse("""{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":8192}""");
        form.Write(folder.Path, config: config);

        using OpenedModel model = ModelFile.Open(folder.Path);

        int index = model.Program.Steps.First(static step => step.Operator == "Rope").Inputs[1] - 1;
        float[] factors = new float[4];
        Buffer.BlockCopy(model.Constants.Read(index).ToArray(), 0, factors, 0, 16);
        float[] expected = [.. Enumerable.Range(0, 4).Select(static i =>
        {
            double turns = 8192 / (2 * Math.PI * Math.Pow(500000, i / 4.0));
            double share = Math.Clamp((turns - 1) / 3, 0, 1);
            return (float)(1 / (((1 - share) / 8) + share));
        })];
        Assert.Equal(expected, factors);
        Assert.Equal((1f, 8f), (factors[0], factors[3]));
    }

    [Theory]
    [InlineData("architectures", """["FalconForCausalLM"]""", "config.json: architectures")]
    [InlineData("hidden_act", "\"relu\"", "config.json: hidden_act")]
    [InlineData("num_attention_heads", "0", "config.json: num_attention_heads")]
    [InlineData("num_key_value_heads", "3", "config.json: num_key_value_heads")]
    [InlineData("hidden_size", "\"24\"", "config.json: hidden_size")]
    [InlineData("rms_norm_eps", "1e999", "config.json: rms_norm_eps")]
    [InlineData("rope_scaling", """{"rope_type":"dynamic","factor":2.0}""", "config.json: rope_scaling.rope_type")]
    [InlineData("rope_scaling", """{"rope_type":"linear","factor":0.5}""", "config.json: rope_scaling.factor")]
    [InlineData("attention_multiplier", "0.5", "config.json: attention_multiplier")]
    [InlineData("quantization_config", """{"bits":4}""", "config.json: quantization_config")]
    [InlineData("layer_types", """["full_attention","linear_attention"]""", "config.json: layer_types")]
    [InlineData("intermediate_size", "40", "model.safetensors: tensor 'model.layers.0.mlp.gate_proj.weight'")]
    [InlineData("num_hidden_layers", "3", "model.safetensors: tensor 'model.layers.2.input_layernorm.weight'")]
    [InlineData("num_hidden_layers", "1", "model.safetensors: tensor 'model.layers.1.self_attn.k_proj.weight'")]
    public void Open_WrongSetting_IsRefusedByName(string name, string value, string subject)
    {
        SmallDecoder small = SmallDecoder.Create("llama");
        using TemporaryFolder folder = new();
        new SmallFolder("llama", small).Write(folder.Path);
        string path = Path.Combine(folder.Path, "config.json");
        JsonNode config = JsonNode.Parse(File.ReadAllText(path))!;
        config[name] = JsonNode.Parse(value);
        File.WriteAllText(path, config.ToJsonString());

        Assert.Equal(subject, Assert.Throws<InvalidInputException>(() => ModelFile.Open(folder.Path)).Subject);
    }

    /// <summary>Of several files the one that holds the tensor, or the index where none does.</summary>
    [Theory]
    [InlineData("intermediate_size", "40", "model-00002-of-00002.safetensors: tensor 'model.layers.0.mlp.gate_proj.weight'")]
    [InlineData("num_hidden_layers", "1", "model-00001-of-00002.safetensors: tensor 'model.layers.1.self_attn.k_proj.weight'")]
    [InlineData("num_hidden_layers", "3", "model.safetensors.index.json: tensor 'model.layers.2.input_layernorm.weight'")]
    public void Open_ShardedFolderWithAWrongTensor_NamesTheFile(string name, string value, string subject)
    {
        SmallFolder small = new("llama", SmallDecoder.Create("llama"));
        using TemporaryFolder folder = new();
        JsonObject config = small.Config();
        config[name] = JsonNode.Parse(value);
        small.Write(folder.Path, fileCount: 2, config);

        Assert.Equal(subject, Assert.Throws<InvalidInputException>(() => ModelFile.Open(folder.Path)).Subject);
    }

    [Fact]
    public void Open_ContradictingIndex_IsRefusedByFileAndTensor()
    {
        using TemporaryFolder folder = new();
        new SmallFolder("qwen3", SmallDecoder.Create("qwen3")).Write(folder.Path, fileCount: 2);
        string path = Path.Combine(folder.Path, "model.safetensors.index.json");
        string index = File.ReadAllText(path);

        string Refused(string from, string to)
        {
            File.WriteAllText(path, index.Replace(from, to, StringComparison.Ordinal));
            return Assert.Throws<InvalidInputException>(() => ModelFile.Open(folder.Path)).Subject;
        }

        Assert.Equal("model-00001-of-00002.safetensors: tensor 'model.embed_tokens.weight'", Refused("\"model.embed_tokens.weight\":\"model-00001", "\"model.embed_tokens.weight\":\"model-00002"));
        Assert.Equal("model-00002-of-00002.safetensors: tensor 'x'", Refused("{\"model.embed", "{\"x\":\"model-00002-of-00002.safetensors\",\"model.embed"));
        Assert.Equal("model.safetensors.index.json: tensor 'x'", Refused("{\"model.embed", "{\"x\":\"../model-00002-of-00002.safetensors\",\"model.embed"));
        Assert.Equal("model-00003-of-00003.safetensors", Refused("{\"model.embed", "{\"x\":\"model-00003-of-00003.safetensors\",\"model.embed"));
        Assert.Equal("model.safetensors.index.json: weight_map", Refused("weight_map", "weights"));
    }

    private static double[] Logits(string folder)
    {
        using OpenedModel model = ModelFile.Open(folder);
        RunResult result = Executable.Load(model.Program, model.Constants).Run([Tensor.Create<int>(ElementType.Int32, [Tokens.Length], Tokens)], default);
        return [.. result.Outputs[0].As<float>().ToArray().Select(static v => (double)v)];
    }

    private static byte[] Narrowed(string path, string type)
    {
        byte[] bytes = File.ReadAllBytes(path);
        SafetensorsBytes narrow = new();
        foreach (var tensor in OpenGradient.Models.Safetensors.SafetensorsHeader.Parse(bytes, bytes.Length, "f"))
        {
            byte[] data = [.. Enumerable.Range(0, (int)tensor.LengthBytes / 4).SelectMany(i =>
            {
                float number = BitConverter.ToSingle(bytes, (int)tensor.Offset + (4 * i));
                return type == "F16" ? BitConverter.GetBytes((Half)number) : BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(number) >> 16));
            })];
            narrow.Add(tensor.Name, type, [.. tensor.Shape.Select(static n => (int)n)], data);
        }

        return narrow.ToArray();
    }
}
