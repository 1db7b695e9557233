using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Models.HuggingFace;

/// <summary>How a family of models calls its tensors, and what GGUF files call the same.</summary>
/// <remarks>
/// A name is <c>[base.]block list.number.part.weight</c> or <c>[base.]part.weight</c>; the base is left out in files of models that were saved without their head.
/// Parts of experts hold their number: <c>experts.3.w1</c> counts as <c>experts.w1</c>.
/// </remarks>
/// <param name="baseName">The name of the model inside of the one with a head.</param>
/// <param name="blocks">The name of the list of blocks.</param>
/// <param name="parts">Pairs of names, theirs and GGUF's.</param>
internal sealed class TensorNames(string baseName, string blocks, params (string From, string To)[] parts)
{
    private const string Experts = "experts";

    private static readonly (string From, string To)[] LlamaParts =
    [
        ("embed_tokens", "token_embd"), ("norm", "output_norm"), ("lm_head", "output"),
        ("input_layernorm", "attn_norm"), ("self_attn.q_proj", "attn_q"), ("self_attn.k_proj", "attn_k"), ("self_attn.v_proj", "attn_v"), ("self_attn.qkv_proj", "attn_qkv"),
        ("self_attn.o_proj", "attn_output"), ("self_attn.q_norm", "attn_q_norm"), ("self_attn.k_norm", "attn_k_norm"),
        ("mlp.gate_proj", "ffn_gate"), ("mlp.up_proj", "ffn_up"), ("mlp.gate_up_proj", "ffn_up"), ("mlp.down_proj", "ffn_down"),
        ("mlp.gate", "ffn_gate_inp"), ("mlp.experts.gate_proj", "ffn_gate_exps"), ("mlp.experts.up_proj", "ffn_up_exps"), ("mlp.experts.down_proj", "ffn_down_exps"),
        ("block_sparse_moe.gate", "ffn_gate_inp"), ("block_sparse_moe.experts.w1", "ffn_gate_exps"), ("block_sparse_moe.experts.w3", "ffn_up_exps"), ("block_sparse_moe.experts.w2", "ffn_down_exps"),
    ];

    private static readonly (string From, string To)[] BertParts =
    [
        ("embeddings.word_embeddings", "token_embd"), ("embeddings.token_type_embeddings", "token_types"), ("embeddings.position_embeddings", "position_embd"), ("embeddings.LayerNorm", "token_embd_norm"),
        ("attention.self.query", "attn_q"), ("attention.self.key", "attn_k"), ("attention.self.value", "attn_v"), ("attention.output.dense", "attn_output"), ("attention.output.LayerNorm", "attn_output_norm"),
        ("intermediate.dense", "ffn_up"), ("output.dense", "ffn_down"), ("output.LayerNorm", "layer_output_norm"),
    ];

    private readonly Dictionary<string, string> _parts = parts.ToDictionary(static part => part.From, static part => part.To, StringComparer.Ordinal);

    /// <summary>Llama and most that came after.</summary>
    public static TensorNames Llama { get; } = new("model.", "layers.", [.. LlamaParts, ("post_attention_layernorm", "ffn_norm")]);

    /// <summary>Gemma 2 and 3, whose parts have a norm before and one behind.</summary>
    public static TensorNames Gemma2 { get; } = new(
        "model.",
        "layers.",
        [.. LlamaParts, ("post_attention_layernorm", "post_attention_norm"), ("pre_feedforward_layernorm", "ffn_norm"), ("post_feedforward_layernorm", "post_ffw_norm")]);

    /// <summary>GPT-2.</summary>
    public static TensorNames Gpt2 { get; } = new(
        "transformer.",
        "h.",
        ("wte", "token_embd"), ("wpe", "position_embd"), ("ln_f", "output_norm"), ("lm_head", "output"),
        ("ln_1", "attn_norm"), ("ln_2", "ffn_norm"), ("attn.c_attn", "attn_qkv"), ("attn.c_proj", "attn_output"), ("mlp.c_fc", "ffn_up"), ("mlp.c_proj", "ffn_down"));

    /// <summary>GPT-NeoX.</summary>
    public static TensorNames GptNeoX { get; } = new(
        "gpt_neox.",
        "layers.",
        ("embed_in", "token_embd"), ("final_layer_norm", "output_norm"), ("embed_out", "output"),
        ("input_layernorm", "attn_norm"), ("post_attention_layernorm", "ffn_norm"), ("attention.query_key_value", "attn_qkv"), ("attention.dense", "attn_output"),
        ("mlp.dense_h_to_4h", "ffn_up"), ("mlp.dense_4h_to_h", "ffn_down"));

    /// <summary>BERT.</summary>
    public static TensorNames Bert { get; } = new("", "encoder.layer.", BertParts);

    /// <summary>RoBERTa and XLM-RoBERTa.</summary>
    public static TensorNames Roberta { get; } = new("roberta.", "encoder.layer.", BertParts);

    /// <summary>Nomic's BERT.</summary>
    public static TensorNames NomicBert { get; } = new(
        "",
        "encoder.layers.",
        ("embeddings.word_embeddings", "token_embd"), ("embeddings.token_type_embeddings", "token_types"), ("emb_ln", "token_embd_norm"),
        ("attn.Wqkv", "attn_qkv"), ("attn.out_proj", "attn_output"), ("norm1", "attn_output_norm"),
        ("mlp.fc11", "ffn_up"), ("mlp.fc12", "ffn_gate"), ("mlp.fc2", "ffn_down"), ("norm2", "layer_output_norm"));

    /// <summary>Whether a tensor holds what can be computed, such as a mask: files of older versions have them.</summary>
    public static bool IsComputed(string name) => name.EndsWith(".inv_freq", StringComparison.Ordinal) || name.EndsWith(".attn.bias", StringComparison.Ordinal)
        || name.EndsWith(".attention.bias", StringComparison.Ordinal) || name.EndsWith(".masked_bias", StringComparison.Ordinal) || name.EndsWith("embeddings.position_ids", StringComparison.Ordinal);

    /// <summary>GGUF's name of a tensor, and which expert it belongs to; false for a name that the family does not have.</summary>
    public bool TryMap(string name, [NotNullWhen(true)] out string? mapped, out int? expert)
    {
        mapped = null;
        expert = null;
        string rest = name.StartsWith(baseName, StringComparison.Ordinal) ? name[baseName.Length..] : name;
        string prefix = "";
        if (rest.StartsWith(blocks, StringComparison.Ordinal))
        {
            rest = rest[blocks.Length..];
            int dot = rest.IndexOf('.', StringComparison.Ordinal);
            if (dot < 1 || !int.TryParse(rest[..dot], System.Globalization.NumberStyles.None, null, out int block))
                return false;
            prefix = $"blk.{block}.";
            rest = rest[(dot + 1)..];
        }

        int end = rest.LastIndexOf('.');
        if (end < 0)
            return false;
        string part = WithoutExpert(rest[..end], out expert);
        if (!_parts.TryGetValue(part, out string? own))
            return false;
        mapped = prefix + own + Kind(rest[end..]);
        return true;
    }

    /// <summary>What the family calls a tensor with GGUF's name; GGUF's name where it does not have one.</summary>
    public string Original(string mapped)
    {
        string prefix = "";
        string rest = mapped;
        if (rest.StartsWith("blk.", StringComparison.Ordinal) && rest.IndexOf('.', 4) is > 0 and int dot)
            (prefix, rest) = ($"{blocks}{rest[4..dot]}.", rest[(dot + 1)..]);
        int end = rest.LastIndexOf('.');
        string? part = end < 0 ? null : parts.FirstOrDefault(part => part.To == rest[..end]).From;
        return part is null ? mapped : baseName + prefix + part + rest[end..];
    }

    /// <summary>Norms of BERT's first files have a gamma and a beta.</summary>
    private static string Kind(string end) => end switch { ".gamma" => ".weight", ".beta" => ".bias", _ => end };

    private static string WithoutExpert(string part, out int? expert)
    {
        expert = null;
        string[] names = part.Split('.');
        int at = Array.IndexOf(names, Experts) + 1;
        if (at == 0 || at >= names.Length || !int.TryParse(names[at], System.Globalization.NumberStyles.None, null, out int number))
            return part;
        expert = number;
        return string.Join('.', names.Where((_, i) => i != at));
    }
}
