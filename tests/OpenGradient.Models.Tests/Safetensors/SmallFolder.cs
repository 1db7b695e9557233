using System.Text.Json.Nodes;
using OpenGradient.Models.Decoders;
using OpenGradient.Models.Tests.Decoders;

namespace OpenGradient.Models.Tests.Safetensors;

/// <summary>A <see cref="SmallDecoder"/> as the Hugging Face library would save it: names, layouts and settings of the model's class.</summary>
internal sealed class SmallFolder(string architecture, SmallDecoder model)
{
    private static readonly Dictionary<string, string> Top = new()
    {
        ["token_embd"] = "model.embed_tokens",
        ["output_norm"] = "model.norm",
        ["output"] = "lm_head",
    };

    private static readonly Dictionary<string, string> Parts = new()
    {
        ["attn_norm"] = "input_layernorm",
        ["attn_q"] = "self_attn.q_proj",
        ["attn_k"] = "self_attn.k_proj",
        ["attn_v"] = "self_attn.v_proj",
        ["attn_qkv"] = "self_attn.qkv_proj",
        ["attn_output"] = "self_attn.o_proj",
        ["attn_q_norm"] = "self_attn.q_norm",
        ["attn_k_norm"] = "self_attn.k_norm",
        ["ffn_norm"] = "post_attention_layernorm",
        ["ffn_gate"] = "mlp.gate_proj",
        ["ffn_up"] = "mlp.up_proj",
        ["ffn_down"] = "mlp.down_proj",
    };

    public static string ClassOf(string architecture) => SmallDecoder.FamilyOf(architecture) switch
    {
        "gemma" => "GemmaForCausalLM",
        "gemma2" => "Gemma2ForCausalLM",
        "gemma3" => "Gemma3ForCausalLM",
        "gpt2" => "GPT2LMHeadModel",
        "gptneox" => "GPTNeoXForCausalLM",
        "llama" => "LlamaForCausalLM",
        "mistral" => "MistralForCausalLM",
        "mixtral" => "MixtralForCausalLM",
        "phi3" => "Phi3ForCausalLM",
        "qwen2" => "Qwen2ForCausalLM",
        "qwen3" => "Qwen3ForCausalLM",
        _ => "Qwen3MoeForCausalLM",
    };

    /// <summary>The settings.</summary>
    public JsonObject Config()
    {
        DecoderSettings s = model.Settings;
        if (architecture == "gpt2")
        {
            return Object(
                ("n_embd", s.Width), ("n_layer", s.BlockCount), ("n_head", s.HeadCount), ("head_dim", s.HeadDim), ("n_inner", s.FeedForwardWidth), ("n_positions", 64), ("layer_norm_epsilon", 1e-5), ("activation_function", "gelu_new"));
        }

        JsonObject config = Object(
            ("hidden_size", s.Width), ("num_hidden_layers", s.BlockCount), ("num_attention_heads", s.HeadCount), ("num_key_value_heads", s.KvHeadCount), ("head_dim", s.HeadDim),
            ("intermediate_size", s.FeedForwardWidth), ("max_position_embeddings", 64), ("rms_norm_eps", 1e-5), ("hidden_act", "silu"), ("rope_theta", 10000.0), ("tie_word_embeddings", false), ("torch_dtype", "float32"));
        (string, JsonNode)[] own = architecture switch
        {
            "gemma" => [("hidden_act", "gelu"), ("tie_word_embeddings", true)],
            "gemma2" => [("hidden_activation", "gelu_pytorch_tanh"), ("sliding_window", 5), ("attn_logit_softcapping", 5.0), ("final_logit_softcapping", 3.0), ("query_pre_attn_scalar", 8), ("tie_word_embeddings", true)],
            "gemma3" =>
            [
                ("hidden_activation", "gelu_pytorch_tanh"), ("sliding_window", 4), ("sliding_window_pattern", 6), ("rope_theta", 1e6), ("rope_local_base_freq", 1e4), ("query_pre_attn_scalar", 8),
                ("rope_scaling", Object(("rope_type", "linear"), ("factor", 8.0))), ("tie_word_embeddings", true),
            ],
            "gptneox" => [("hidden_act", "gelu_new"), ("rotary_pct", 0.5), ("rotary_emb_base", 10000), ("layer_norm_eps", 1e-5), ("use_parallel_residual", true)],
            "llama-linear" => [("rope_scaling", Object(("rope_type", "linear"), ("factor", 4.0)))],
            "llama-llama3" =>
            [
                ("rope_scaling", Object(
                    ("rope_type", "llama3"), ("factor", SmallDecoder.Llama3.Factor), ("low_freq_factor", SmallDecoder.Llama3.Low), ("high_freq_factor", SmallDecoder.Llama3.High),
                    ("original_max_position_embeddings", SmallDecoder.Llama3.Length))),
            ],
            "llama-yarn" => [("rope_scaling", Object(("rope_type", "yarn"), ("factor", 4.0), ("original_max_position_embeddings", 16)))],
            "mistral" => [("sliding_window", 6)],
            "mixtral" => [("num_local_experts", s.ExpertCount), ("num_experts_per_tok", s.ExpertUsedCount)],
            "qwen3moe" => [("num_experts", s.ExpertCount), ("num_experts_per_tok", s.ExpertUsedCount), ("moe_intermediate_size", s.ExpertWidth), ("norm_topk_prob", true)],
            _ => [],
        };
        foreach ((string name, JsonNode value) in own)
            config[name] = value;
        if (architecture == "gptneox")
        {
            config.Remove("rms_norm_eps");
            config.Remove("rope_theta");
        }

        return config;
    }

    /// <summary>Writes the folder as the text part of a model of a class that sees, too.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="class">The class.</param>
    /// <param name="type">The type of the text part.</param>
    /// <param name="rename">The name of a tensor in the whole.</param>
    /// <param name="leftOut">Members of the text part that are as usual.</param>
    public void WritePart(string folder, string @class, string type, Func<string, string> rename, params string[] leftOut)
    {
        JsonObject part = Config();
        foreach (string name in (string[])["architectures", "tie_word_embeddings", .. leftOut])
            part.Remove(name);
        part["model_type"] = type;
        JsonObject whole = Object(("tie_word_embeddings", Config()["tie_word_embeddings"]!.DeepClone()), ("text_config", part), ("vision_config", Object(("hidden_size", 3), ("num_attention_heads", 1))));
        whole["architectures"] = new JsonArray(@class);
        File.WriteAllText(Path.Combine(folder, "config.json"), whole.ToJsonString());
        SafetensorsBytes file = new();
        foreach ((string tensor, int[] shape, float[] numbers) in model.Tensors.Where(static tensor => tensor.Name != "rope_freqs.weight").SelectMany(tensor => Saved(tensor.Name, [.. tensor.Shape.Select(static n => (int)n)])))
            file.Add(rename(tensor), shape, numbers);
        file.Add("vision_tower.patch_embed.weight", [1, 1, 1, 1], [1f]);
        file.Add("multi_modal_projector.linear_1.weight", [1, 1], [1f]);
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), file.ToArray());
    }

    /// <summary>Writes the folder, with the weights in so many files.</summary>
    public void Write(string folder, int fileCount = 1, JsonObject? config = null)
    {
        config ??= Config();
        config["architectures"] = new JsonArray(ClassOf(architecture));
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString());
        (string Name, int[] Shape, float[] Numbers)[] tensors = [.. model.Tensors.Where(static tensor => tensor.Name != "rope_freqs.weight").SelectMany(tensor => Saved(tensor.Name, [.. tensor.Shape.Select(static n => (int)n)]))];
        JsonObject map = [];
        for (int i = 0; i < fileCount; i++)
        {
            SafetensorsBytes file = new();
            string name = fileCount == 1 ? "model.safetensors" : $"model-{i + 1:00000}-of-{fileCount:00000}.safetensors";
            foreach ((string tensor, int[] shape, float[] numbers) in tensors.Where((_, index) => index % fileCount == i))
            {
                file.Add(tensor, shape, numbers);
                map[tensor] = name;
            }

            File.WriteAllBytes(Path.Combine(folder, name), file.ToArray());
        }

        if (fileCount > 1)
            File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), new JsonObject { ["metadata"] = new JsonObject(), ["weight_map"] = map }.ToJsonString());
    }

    private IEnumerable<(string Name, int[] Shape, float[] Numbers)> Saved(string name, int[] shape)
    {
        float[] numbers = model.Weights[name];
        int dot = name.LastIndexOf('.');
        (string part, string end) = (name[..dot], name[dot..]);
        string block = "";
        if (part.StartsWith("blk.", StringComparison.Ordinal))
            (block, part) = (part.Split('.')[1], part.Split('.')[2]);
        if (architecture.StartsWith("gemma", StringComparison.Ordinal) && part.EndsWith("norm", StringComparison.Ordinal))
            numbers = [.. numbers.Select(static gain => gain - 1f)];
        if (SmallDecoder.FamilyOf(architecture) is "llama" or "mistral" or "mixtral" && part is "attn_q" or "attn_k")
            numbers = InHalves(numbers, shape);
        return architecture switch
        {
            "gpt2" => [Gpt2(block, part, end, shape, numbers)],
            "gptneox" => [NeoX(block, part, end, shape, numbers)],
            _ when part.EndsWith("_exps", StringComparison.Ordinal) => Experts(block, part, shape, numbers),
            _ => [(LlamaName(block, part) + end, shape, numbers)],
        };
    }

    private string LlamaName(string block, string part) => block.Length == 0 ? Top[part] : $"model.layers.{block}." + (architecture, part) switch
    {
        ("gemma2" or "gemma3", "post_attention_norm") => "post_attention_layernorm",
        ("gemma2" or "gemma3", "ffn_norm") => "pre_feedforward_layernorm",
        ("gemma2" or "gemma3", "post_ffw_norm") => "post_feedforward_layernorm",
        ("phi3", "ffn_up") => "mlp.gate_up_proj",
        ("mixtral", "ffn_gate_inp") => "block_sparse_moe.gate",
        (_, "ffn_gate_inp") => "mlp.gate",
        _ => Parts[part],
    };

    private IEnumerable<(string Name, int[] Shape, float[] Numbers)> Experts(string block, string part, int[] shape, float[] numbers)
    {
        int count = shape[1] * shape[2];
        string name = (architecture, part) switch
        {
            ("mixtral", "ffn_gate_exps") => "w1",
            ("mixtral", "ffn_up_exps") => "w3",
            ("mixtral", _) => "w2",
            _ => part[4..^5] + "_proj",
        };
        string list = architecture == "mixtral" ? "block_sparse_moe" : "mlp";
        return Enumerable.Range(0, shape[0]).Select(e => ($"model.layers.{block}.{list}.experts.{e}.{name}.weight", shape[1..], numbers[(e * count)..((e + 1) * count)]));
    }

    private static (string Name, int[] Shape, float[] Numbers) Gpt2(string block, string part, string end, int[] shape, float[] numbers)
    {
        string name = part switch
        {
            "token_embd" => "wte",
            "position_embd" => "wpe",
            "output_norm" => "ln_f",
            "attn_norm" => "ln_1",
            "ffn_norm" => "ln_2",
            "attn_qkv" => "attn.c_attn",
            "attn_output" => "attn.c_proj",
            "ffn_up" => "mlp.c_fc",
            _ => "mlp.c_proj",
        };
        name = "transformer." + (block.Length == 0 ? "" : $"h.{block}.") + name + end;
        return block.Length == 0 || shape.Length == 1 ? (name, shape, numbers) : (name, [shape[1], shape[0]], Turned(numbers, shape[0], shape[1]));
    }

    private (string Name, int[] Shape, float[] Numbers) NeoX(string block, string part, string end, int[] shape, float[] numbers)
    {
        string name = part switch
        {
            "token_embd" => "gpt_neox.embed_in",
            "output_norm" => "gpt_neox.final_layer_norm",
            "output" => "embed_out",
            "attn_norm" => "input_layernorm",
            "ffn_norm" => "post_attention_layernorm",
            "attn_qkv" => "attention.query_key_value",
            "attn_output" => "attention.dense",
            "ffn_up" => "mlp.dense_h_to_4h",
            _ => "mlp.dense_4h_to_h",
        };
        name = (block.Length == 0 ? "" : $"gpt_neox.layers.{block}.") + name + end;
        if (part != "attn_qkv")
            return (name, shape, numbers);
        (int heads, int size, int width) = (model.Settings.HeadCount, model.Settings.HeadDim, shape.Length == 1 ? 1 : shape[1]);
        float[] mixed = new float[numbers.Length];
        for (int row = 0; row < shape[0]; row++)
        {
            (int part3, int head, int element) = (row / (heads * size), row / size % heads, row % size);
            numbers.AsSpan(row * width, width).CopyTo(mixed.AsSpan(((head * 3 * size) + (part3 * size) + element) * width));
        }

        return (name, shape, mixed);
    }

    /// <summary>Rows 2i and 2i + 1 of each head go to rows i and i + half.</summary>
    private float[] InHalves(float[] numbers, int[] shape)
    {
        (int size, int width) = (model.Settings.HeadDim, shape[1]);
        float[] moved = new float[numbers.Length];
        for (int row = 0; row < shape[0]; row++)
        {
            int target = (row / size * size) + (row % size / 2) + (row % 2 * size / 2);
            numbers.AsSpan(row * width, width).CopyTo(moved.AsSpan(target * width));
        }

        return moved;
    }

    private static float[] Turned(float[] numbers, int rows, int columns) =>
        [.. Enumerable.Range(0, numbers.Length).Select(i => numbers[(i % rows * columns) + (i / rows)])];

    private static JsonObject Object(params (string Name, JsonNode Value)[] members) => new(members.Select(static member => KeyValuePair.Create(member.Name, (JsonNode?)member.Value)));
}
