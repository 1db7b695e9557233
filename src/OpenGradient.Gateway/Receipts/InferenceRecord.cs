using System.Collections.Immutable;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>What happened in one inference: everything that its receipt is made of.</summary>
internal sealed record InferenceRecord
{
    public required HostedModel Model { get; init; }

    public required ReceiptKind Kind { get; init; }

    public ReceiptSalts Salts { get; init; } = ReceiptSalts.Generate();

    public required ImmutableArray<CommitmentLeaf> Input { get; init; }

    public required ImmutableArray<CommitmentLeaf> Output { get; init; }

    public required FinishReason Finish { get; init; }

    public required Commitment Trace { get; init; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public required long StartedAt { get; init; }

    /// <summary>The client's nonce, in lower-case hexadecimal.</summary>
    public required string ClientNonce { get; init; }

    /// <summary>Whether its client is going to ask for no proof of the log.</summary>
    public bool IsLogDeclined { get; init; }

    /// <summary>The provider's nonce, in lower-case hexadecimal, drawn before the run.</summary>
    public required string ProviderNonce { get; init; }

    public DrawStatement? Draw { get; init; }

    public SamplingStatement? Sampling { get; init; }

    public SessionStatement? Session { get; init; }

    public UsageStatement Usage { get; init; } = new(0, 0);
}
