using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>Everything a node keeps about one receipt: what it signed, and what it may disclose.</summary>
internal sealed record StoredReceipt
{
    public required ReceiptId Id { get; init; }

    /// <summary>The name of the model, for lists.</summary>
    public required string Model { get; init; }

    public required ReceiptKind Kind { get; init; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public required long IssuedAt { get; init; }

    /// <summary>The payload, whose SHA-256 is the id, and the node's one signature.</summary>
    public required DsseEnvelope Envelope { get; init; }

    /// <summary>What the salts of all leaves are derived from; a secret between the node and whoever it discloses to.</summary>
    public required byte[] ReceiptSalt { get; init; }

    public required ImmutableArray<CommitmentLeaf> InputLeaves { get; init; }

    public required ImmutableArray<CommitmentLeaf> OutputLeaves { get; init; }

    /// <summary>The position in the log; null as long as it is not known to be there.</summary>
    public ulong? LogIndex { get; init; }
}
