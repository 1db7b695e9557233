using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Models.HuggingFace;

/// <summary>The part for text of a model that reads pictures or sounds, too.</summary>
/// <remarks>
/// Its settings stand in <c>text_config</c>, and are left out there where they are the library's defaults; its tensors carry a prefix. A prompt of text alone
/// passes through nothing else.
/// </remarks>
internal static class ConfigTextPart
{
    private const string Member = "text_config";

    /// <summary>Classes whose text part is a decoder by itself, whatever stands beside it.</summary>
    private static readonly string[] Classes =
    [
        "Gemma3ForConditionalGeneration", "Idefics3ForConditionalGeneration", "InternVLForConditionalGeneration", "LlavaForConditionalGeneration", "LlavaNextForConditionalGeneration",
        "LlavaOnevisionForConditionalGeneration", "Mistral3ForConditionalGeneration", "Qwen2VLForConditionalGeneration", "Qwen2_5_VLForConditionalGeneration",
        "Qwen3VLForConditionalGeneration", "SmolVLMForConditionalGeneration",
    ];

    private const string Llama = """{"architectures":["LlamaForCausalLM"],"hidden_size":4096,"intermediate_size":11008,"num_hidden_layers":32,"num_attention_heads":32,"hidden_act":"silu","max_position_embeddings":2048,"rms_norm_eps":1e-6}""";
    private const string Mistral = """{"architectures":["MistralForCausalLM"],"hidden_size":4096,"intermediate_size":14336,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":8,"hidden_act":"silu","max_position_embeddings":131072,"rms_norm_eps":1e-6,"sliding_window":4096}""";
    private const string Qwen2 = """{"architectures":["Qwen2ForCausalLM"],"hidden_size":4096,"intermediate_size":22016,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":32,"hidden_act":"silu","max_position_embeddings":32768,"rms_norm_eps":1e-6}""";
    private const string Qwen2Vision = """{"architectures":["Qwen2ForCausalLM"],"hidden_size":8192,"intermediate_size":29568,"num_hidden_layers":80,"num_attention_heads":64,"num_key_value_heads":8,"hidden_act":"silu","max_position_embeddings":32768,"rms_norm_eps":1e-5,"rope_theta":1000000}""";
    private const string Qwen3 = """{"architectures":["Qwen3ForCausalLM"],"hidden_size":4096,"intermediate_size":22016,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":32,"head_dim":128,"hidden_act":"silu","max_position_embeddings":32768,"rms_norm_eps":1e-6}""";
    private const string Qwen3Vision = """{"architectures":["Qwen3ForCausalLM"],"hidden_size":4096,"intermediate_size":22016,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":32,"head_dim":128,"hidden_act":"silu","max_position_embeddings":128000,"rms_norm_eps":1e-6,"rope_theta":5000000}""";
    private const string Gemma3 = """{"architectures":["Gemma3ForCausalLM"],"hidden_size":2304,"intermediate_size":9216,"num_hidden_layers":26,"num_attention_heads":8,"num_key_value_heads":4,"head_dim":256,"hidden_activation":"gelu_pytorch_tanh","max_position_embeddings":131072,"rms_norm_eps":1e-6,"query_pre_attn_scalar":256,"sliding_window":4096}""";

    /// <summary>What the library takes where the file does not say, by the type of the text part.</summary>
    private static readonly Dictionary<string, string> Defaults = new(StringComparer.Ordinal)
    {
        ["gemma3_text"] = Gemma3,
        ["llama"] = Llama,
        ["mistral"] = Mistral,
        ["qwen2"] = Qwen2,
        ["qwen2_vl"] = Qwen2Vision,
        ["qwen2_vl_text"] = Qwen2Vision,
        ["qwen2_5_vl"] = Qwen2Vision,
        ["qwen2_5_vl_text"] = Qwen2Vision,
        ["qwen3"] = Qwen3,
        ["qwen3_vl_text"] = Qwen3Vision,
    };

    /// <summary>How names of tensors begin in the text part, and how they do in a model of text alone.</summary>
    private static readonly (string From, string To)[] Prefixes =
    [
        ("model.language_model.", "model."), ("model.text_model.", "model."), ("language_model.model.", "model."), ("language_model.lm_head.", "lm_head."), ("language_model.", "model."),
        ("lm_head.", "lm_head."), ("model.layers.", "model.layers."), ("model.embed_tokens.", "model.embed_tokens."), ("model.norm.", "model.norm."),
    ];

    /// <summary>The settings of the text part; the same settings for a model that has no such part.</summary>
    /// <exception cref="InvalidInputException">The text part is of a kind that is not supported.</exception>
    public static (ModelConfig Config, bool IsPart) Of(ModelConfig config)
    {
        string @class = config.Texts("architectures").FirstOrDefault() ?? "";
        bool isKnown = Classes.Contains(@class);
        ModelConfig? part = config.Part(Member);
        if (!isKnown && part is null)
            return (config, false);
        if (!isKnown)
            throw config.Unsupported(Member, $"The text part of the class '{Short(@class)}' is not read; that of {string.Join(", ", Classes)} is. Save the text model alone, with a config.json of its own.");
        if (config.Has("quantization_config"))
            throw config.Unsupported("quantization_config", "Weights that the library quantised are not supported; take the original ones.");
        part ??= config;
        string type = part.Text("model_type") ?? "";
        if (!Defaults.TryGetValue(type, out string? defaults) || !JsonReader.TryRead(Encoding.UTF8.GetBytes(defaults), out JsonValue? usual))
            throw part.Unsupported("model_type", $"A text part of the type '{Short(type)}' is not supported; {string.Join(", ", Defaults.Keys.Order(StringComparer.Ordinal))} are.");
        return (part.Completed(config, ["tie_word_embeddings", "eos_token_id"], usual), true);
    }

    /// <summary>The name of a tensor of the text part in a model of text alone; null for one of another part.</summary>
    public static string? NameOf(string name)
    {
        foreach ((string from, string to) in Prefixes)
        {
            if (name.StartsWith(from, StringComparison.Ordinal))
                return to + name[from.Length..];
        }

        return null;
    }

    private static string Short(string name) => name.Length > 64 ? name[..64] : name;
}
