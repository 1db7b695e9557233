using OpenGradient.Models.Encoders;

namespace OpenGradient.Models.HuggingFace;

/// <summary>What a class of the Hugging Face transformers library says of the files of its models.</summary>
/// <param name="Architecture">The architecture, by its GGUF name.</param>
/// <param name="Names">How its tensors are called.</param>
internal sealed record HuggingFaceForm(string Architecture, TensorNames Names)
{
    /// <summary>How the file names numbers, where it does not by their usual names.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether logits are made with the table of embeddings, where the file does not say.</summary>
    public bool TiesEmbeddings { get; init; }

    /// <summary>Whether norms multiply with one more than the stored gain: Gemma.</summary>
    public bool AddsOneToGains { get; init; }

    /// <summary>How the names of tensors begin that have no part in what is computed here; null if all have.</summary>
    public string? UnusedPart { get; init; }

    /// <summary>Whether the model is the text part of one that has others, whose tensors are left out.</summary>
    public bool IsTextPart { get; init; }

    /// <summary>The classes of encoders. Their pooler was for guessing whether one sentence follows another; embeddings are made without it.</summary>
    public static IReadOnlyDictionary<string, HuggingFaceForm> Encoders { get; } = new SortedDictionary<string, HuggingFaceForm>(StringComparer.Ordinal)
    {
        ["BertModel"] = Bert(TensorNames.Bert),
        ["NomicBertModel"] = new(EncoderSettings.NomicBert, TensorNames.NomicBert) { TiesEmbeddings = true, Keys = NomicBertKeys() },
        ["RobertaModel"] = Bert(TensorNames.Roberta),
        ["XLMRobertaModel"] = Bert(TensorNames.Roberta),
    };

    /// <summary>The classes of decoders that are understood, by their names in <c>architectures</c>.</summary>
    public static IReadOnlyDictionary<string, HuggingFaceForm> All { get; } = new SortedDictionary<string, HuggingFaceForm>(StringComparer.Ordinal)
    {
        ["GPT2LMHeadModel"] = new("gpt2", TensorNames.Gpt2) { TiesEmbeddings = true, Keys = Gpt2Keys() },
        ["GPTNeoXForCausalLM"] = new("gptneox", TensorNames.GptNeoX) { Keys = GptNeoXKeys() },
        ["Gemma2ForCausalLM"] = new("gemma2", TensorNames.Gemma2) { TiesEmbeddings = true, AddsOneToGains = true },
        ["Gemma3ForCausalLM"] = new("gemma3", TensorNames.Gemma2) { TiesEmbeddings = true, AddsOneToGains = true },
        ["GemmaForCausalLM"] = new("gemma", TensorNames.Llama) { TiesEmbeddings = true, AddsOneToGains = true },
        ["LlamaForCausalLM"] = new("llama", TensorNames.Llama),
        ["MistralForCausalLM"] = new("llama", TensorNames.Llama),
        ["MixtralForCausalLM"] = new("llama", TensorNames.Llama),
        ["Phi3ForCausalLM"] = new("phi3", TensorNames.Llama),
        ["Qwen2ForCausalLM"] = new("qwen2", TensorNames.Llama),
        ["Qwen3ForCausalLM"] = new("qwen3", TensorNames.Llama),
        ["Qwen3MoeForCausalLM"] = new("qwen3moe", TensorNames.Llama),
    };

    /// <summary>How the file names a number.</summary>
    public string Key(string name) => Keys.GetValueOrDefault(name, name);

    private static HuggingFaceForm Bert(TensorNames names) => new(EncoderSettings.Bert, names) { TiesEmbeddings = true, UnusedPart = "pooler." };

    private static Dictionary<string, string> NomicBertKeys() => new(StringComparer.Ordinal)
    {
        ["hidden_size"] = "n_embd",
        ["num_hidden_layers"] = "n_layer",
        ["num_attention_heads"] = "n_head",
        ["intermediate_size"] = "n_inner",
        ["max_position_embeddings"] = "n_positions",
        ["layer_norm_eps"] = "layer_norm_epsilon",
    };

    private static Dictionary<string, string> Gpt2Keys() => new(StringComparer.Ordinal)
    {
        ["hidden_size"] = "n_embd",
        ["num_hidden_layers"] = "n_layer",
        ["num_attention_heads"] = "n_head",
        ["intermediate_size"] = "n_inner",
        ["max_position_embeddings"] = "n_positions",
        ["norm_eps"] = "layer_norm_epsilon",
        ["hidden_act"] = "activation_function",
    };

    private static Dictionary<string, string> GptNeoXKeys() => new(StringComparer.Ordinal)
    {
        ["norm_eps"] = "layer_norm_eps",
        ["rope_theta"] = "rotary_emb_base",
        ["partial_rotary_factor"] = "rotary_pct",
    };
}
