namespace OpenGradient.Receipts;

/// <summary>What a receipt states: filled in by an issuer, read back by a verifier (receipt-1 §2).</summary>
/// <remarks>
/// A label is 1 to 128 characters out of <c>A-Z a-z 0-9 . _ : / @ + -</c>, so that no name can change the sentence, the table or
/// the terminal that it is printed in. <see cref="Receipt.Create"/> refuses anything that a verifier would refuse.
/// </remarks>
public sealed record ReceiptContent
{
    /// <summary>The provider's part of the random stream, where it could not choose it; null if it drew at will or nothing was drawn.</summary>
    public DrawStatement? Draw { get; init; }

    /// <summary>The semantics of the run.</summary>
    public required ExecutionStatement Execution { get; init; }

    /// <summary>The commitment to the input.</summary>
    public required Commitment Input { get; init; }

    /// <summary>When the receipt was made: seconds since 1970-01-01 UTC by the issuer's clock.</summary>
    public required long IssuedAt { get; init; }

    /// <summary>Who signs.</summary>
    public required IssuerStatement Issuer { get; init; }

    /// <summary>Where the receipt is logged.</summary>
    public required LogStatement Log { get; init; }

    /// <summary>What ran.</summary>
    public required ModelStatement Model { get; init; }

    /// <summary>The numbers used once.</summary>
    public required NonceStatement Nonce { get; init; }

    /// <summary>The commitment to the output.</summary>
    public required Commitment Output { get; init; }

    /// <summary>Why the run ended.</summary>
    public required FinishReason Finish { get; init; }

    /// <summary>How tokens were chosen; null for a tensor model.</summary>
    public SamplingStatement? Sampling { get; init; }

    /// <summary>Its place in a session; null if it belongs to none.</summary>
    public SessionStatement? Session { get; init; }

    /// <summary>When the run began: seconds since 1970-01-01 UTC by the issuer's clock.</summary>
    public required long StartedAt { get; init; }

    /// <summary>The commitment to what the traced steps produced.</summary>
    public required Commitment Trace { get; init; }

    /// <summary>What is paid for.</summary>
    public required UsageStatement Usage { get; init; }
}
