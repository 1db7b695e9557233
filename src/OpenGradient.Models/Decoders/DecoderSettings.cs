using System.Collections.Immutable;

namespace OpenGradient.Models.Decoders;

/// <summary>The numbers of a decoder: what its file says of itself.</summary>
internal sealed record DecoderSettings
{
    /// <summary>The architecture, by its GGUF name.</summary>
    public required string Architecture { get; init; }

    /// <summary>The activation of the feed-forward part, where the file names one; else the architecture's.</summary>
    public string? Activation { get; init; }

    /// <summary>Whether rotated pairs lie in halves of a head although the architecture's GGUF files have them side by side: Llama as it was trained.</summary>
    public bool RotatesHalves { get; init; }

    /// <summary>Which blocks see a window only, where the file lists them; else as the architecture has it.</summary>
    public ImmutableArray<bool> WindowBlocks { get; init; } = [];

    /// <summary>The most tokens.</summary>
    public required int ContextLength { get; init; }

    /// <summary>The width of the residual stream.</summary>
    public required int Width { get; init; }

    /// <summary>How many blocks there are.</summary>
    public required int BlockCount { get; init; }

    /// <summary>The width inside the feed-forward part.</summary>
    public required int FeedForwardWidth { get; init; }

    /// <summary>Heads of queries.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Heads of keys and values.</summary>
    public required int KvHeadCount { get; init; }

    /// <summary>Elements of a head.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Added to the mean square, or to the variance.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>Whether norms take off the mean: LayerNorm, not RmsNorm.</summary>
    public bool NormsTakeOffMean { get; init; }

    /// <summary>How positions turn queries and keys; null if they do not.</summary>
    public RotarySettings? Rotary { get; init; }

    /// <summary>How they do in blocks that see a window only; as <see cref="Rotary"/> if null.</summary>
    public RotarySettings? WindowRotary { get; init; }

    /// <summary>Scores are multiplied with this. Default: 1 / √headDim.</summary>
    public float? AttentionScale { get; init; }

    /// <summary>How many positions a block with a window sees, its own included; 0 for all.</summary>
    public int Window { get; init; }

    /// <summary>Scores become cap · tanh(score / cap); 0 for none.</summary>
    public float AttentionSoftCap { get; init; }

    /// <summary>The same for logits.</summary>
    public float LogitSoftCap { get; init; }

    /// <summary>How many experts each block has; 0 for one feed-forward part.</summary>
    public int ExpertCount { get; init; }

    /// <summary>How many of them work on a token.</summary>
    public int ExpertUsedCount { get; init; }

    /// <summary>The width inside an expert.</summary>
    public int ExpertWidth { get; init; }

    /// <summary>Whether attention and feed-forward both read the block's input: GPT-NeoX.</summary>
    public bool IsParallel { get; init; }
}
