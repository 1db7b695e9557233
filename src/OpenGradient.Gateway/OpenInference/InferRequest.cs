using System.Collections.Immutable;

namespace OpenGradient.Gateway;

/// <summary>An infer request of the Open Inference Protocol v2, read and well-formed, not yet held against a model.</summary>
internal sealed record InferRequest
{
    /// <summary>The client's own name for the request; comes back with the response.</summary>
    public string? Id { get; init; }

    public required ImmutableArray<InferInput> Inputs { get; init; }

    /// <summary>The outputs that are wanted; empty for all of them.</summary>
    public ImmutableArray<RequestedOutput> Outputs { get; init; } = [];

    /// <summary>Whether outputs that do not say how they are wanted come as bytes after the JSON.</summary>
    public bool IsBinaryByDefault { get; init; }

    /// <summary>What the body says about the receipt.</summary>
    public ReceiptWish Receipt { get; init; } = ReceiptWish.None;
}
