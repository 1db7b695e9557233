using System.Collections.Immutable;
using OpenGradient.Models.Decoders;

namespace OpenGradient.Models.Encoders;

/// <summary>The numbers of an encoder: what its file says of itself.</summary>
internal sealed record EncoderSettings
{
    /// <summary>BERT, by its GGUF name: positions from a table, biases everywhere.</summary>
    public const string Bert = "bert";

    /// <summary>Nomic's BERT: positions turn queries and keys, a gate in the feed-forward part, biases in norms only.</summary>
    public const string NomicBert = "nomic-bert";

    /// <summary>The architectures that are understood.</summary>
    public static ImmutableArray<string> Architectures { get; } = [Bert, NomicBert];

    /// <summary>The architecture, by its GGUF name.</summary>
    public string Architecture { get; init; } = Bert;

    /// <summary>The activation of the feed-forward part; null for the architecture's.</summary>
    public string? Activation { get; init; }

    /// <summary>The most tokens.</summary>
    public required int ContextLength { get; init; }

    /// <summary>The row of the table of positions that the first token gets.</summary>
    public int FirstPosition { get; init; }

    /// <summary>The rows of that table; null for the most tokens.</summary>
    public int? PositionRows { get; init; }

    /// <summary>How positions turn queries and keys; null if they are from a table.</summary>
    public RotarySettings? Rotary { get; init; }

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
