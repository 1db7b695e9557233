using System.Collections.Immutable;

namespace OpenGradient.Models.Decoders;

/// <summary>What sets one architecture apart from another beyond its numbers and the tensors that it has.</summary>
/// <remarks>Fused projections, and biases that only some models of an architecture have, need no entry: a model has them if its file has their tensors.</remarks>
/// <param name="IsInterleaved">Whether rotated pairs lie side by side, not in halves of a head.</param>
/// <param name="Activation">The activation of the feed-forward part.</param>
internal sealed record DecoderForm(bool IsInterleaved = false, string Activation = "Silu")
{
    /// <summary>Whether the activation gates a second projection.</summary>
    public bool IsGated { get; init; } = true;

    /// <summary>Whether each head of queries and keys has a norm.</summary>
    public bool HasHeadNorms { get; init; }

    /// <summary>Whether what a part gives has a norm before it is added.</summary>
    public bool HasPostNorms { get; init; }

    /// <summary>Linear maps that have a bias in every model of the architecture, by the ends of their names.</summary>
    public ImmutableArray<string> Biased { get; init; } = [];

    /// <summary>Whether embeddings are multiplied with the root of the width.</summary>
    public bool ScalesEmbedding { get; init; }

    /// <summary>Of how many blocks the last sees everything and the others a window; 1 if all see the window, where there is one.</summary>
    public int WindowPattern { get; init; } = 1;

    /// <summary>The architectures that are understood, by their GGUF names.</summary>
    public static IReadOnlyDictionary<string, DecoderForm> All { get; } = new SortedDictionary<string, DecoderForm>(StringComparer.Ordinal)
    {
        ["gemma"] = new(Activation: "GeluTanh") { ScalesEmbedding = true },
        ["gemma2"] = new(Activation: "GeluTanh") { ScalesEmbedding = true, HasPostNorms = true, WindowPattern = 2 },
        ["gemma3"] = new(Activation: "GeluTanh") { ScalesEmbedding = true, HasHeadNorms = true, HasPostNorms = true, WindowPattern = 6 },
        ["gpt2"] = new(Activation: "GeluTanh") { IsGated = false, Biased = ["attn_qkv", "attn_output", "ffn_up", "ffn_down"] },
        ["gptneox"] = new(Activation: "GeluTanh") { IsGated = false, Biased = ["attn_qkv", "attn_output", "ffn_up", "ffn_down"] },
        ["llama"] = new(IsInterleaved: true),
        ["phi3"] = new(),
        ["qwen2"] = new() { Biased = ["attn_q", "attn_k", "attn_v"] },
        ["qwen3"] = new() { HasHeadNorms = true },
        ["qwen3moe"] = new() { HasHeadNorms = true },
    };

    /// <summary>Whether every model of the architecture has a bias here.</summary>
    public bool RequiresBias(string name) => Biased.Any(end => name.EndsWith(end, StringComparison.Ordinal));

    /// <summary>Whether block <paramref name="block"/> sees a window only.</summary>
    public bool HasWindow(int block) => WindowPattern == 1 || block % WindowPattern < WindowPattern - 1;
}
