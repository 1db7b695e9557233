namespace OpenGradient.Models.Decoders;

/// <summary>What sets one architecture apart from another beyond its numbers and the tensors that it has.</summary>
/// <remarks>
/// Biases, head norms, norms after a part, fused projections, experts and position tables need no entry: a model has them if its file has
/// their tensors.
/// </remarks>
/// <param name="IsInterleaved">Whether rotated pairs lie side by side, not in halves of a head.</param>
/// <param name="Activation">The activation of the feed-forward part.</param>
internal sealed record DecoderForm(bool IsInterleaved = false, string Activation = "Silu")
{
    /// <summary>Whether embeddings are multiplied with the root of the width.</summary>
    public bool ScalesEmbedding { get; init; }

    /// <summary>Of how many blocks the last sees everything and the others a window; 1 if all see the window, where there is one.</summary>
    public int WindowPattern { get; init; } = 1;

    /// <summary>The architectures that are understood, by their GGUF names.</summary>
    public static IReadOnlyDictionary<string, DecoderForm> All { get; } = new SortedDictionary<string, DecoderForm>(StringComparer.Ordinal)
    {
        ["gemma"] = new(Activation: "GeluTanh") { ScalesEmbedding = true },
        ["gemma2"] = new(Activation: "GeluTanh") { ScalesEmbedding = true, WindowPattern = 2 },
        ["gemma3"] = new(Activation: "GeluTanh") { ScalesEmbedding = true, WindowPattern = 6 },
        ["gpt2"] = new(Activation: "GeluTanh"),
        ["gptneox"] = new(Activation: "GeluTanh"),
        ["llama"] = new(IsInterleaved: true),
        ["phi3"] = new(),
        ["qwen2"] = new(),
        ["qwen3"] = new(),
        ["qwen3moe"] = new(),
    };

    /// <summary>Whether block <paramref name="block"/> sees a window only.</summary>
    public bool HasWindow(int block) => WindowPattern == 1 || block % WindowPattern < WindowPattern - 1;
}
