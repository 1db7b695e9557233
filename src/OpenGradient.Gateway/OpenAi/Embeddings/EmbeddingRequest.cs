using System.Collections.Immutable;

namespace OpenGradient.Gateway;

/// <summary>What an embedding request asks for.</summary>
internal sealed record EmbeddingRequest
{
    public required string Model { get; init; }

    /// <summary>The texts, or their tokens, each with its place in the request.</summary>
    public required ImmutableArray<(string Path, RawPrompt Text)> Inputs { get; init; }

    /// <summary>Whether embeddings come back as base64 of their binary32 numbers.</summary>
    public bool IsBase64 { get; init; }

    /// <summary>The number of elements that the client expects, as it wrote it; null for the model's.</summary>
    public string? Dimensions { get; init; }

    public ReceiptWish Receipt { get; init; } = ReceiptWish.None;
}
