namespace OpenGradient.Models.Encoders;

/// <summary>The numbers of an encoder: what its file says of itself.</summary>
internal sealed record EncoderSettings
{
    /// <summary>The architecture, by its GGUF name.</summary>
    public const string Architecture = "bert";

    /// <summary>The activation where a file does not name one, and of all GGUF files.</summary>
    public const string DefaultActivation = "Gelu";

    /// <summary>The activation of the feed-forward part.</summary>
    public string Activation { get; init; } = DefaultActivation;

    /// <summary>The most tokens: the rows of the table of positions.</summary>
    public required int ContextLength { get; init; }

    /// <summary>The width of the residual stream, and of embeddings.</summary>
    public required int Width { get; init; }

    /// <summary>How many blocks there are.</summary>
    public required int BlockCount { get; init; }

    /// <summary>The width inside the feed-forward part.</summary>
    public required int FeedForwardWidth { get; init; }

    /// <summary>Heads of attention; they share the width.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Added to the variance.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>How one vector is made of all.</summary>
    public required Pooling Pooling { get; init; }
}
