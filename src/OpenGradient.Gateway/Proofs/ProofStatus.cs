using OpenGradient.Primitives;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Gateway;

/// <summary>What there is to tell about the proof of a receipt.</summary>
/// <param name="Id">The receipt.</param>
/// <param name="State">Where it stands.</param>
internal sealed record ProofStatus(ReceiptId Id, ProofState State)
{
    /// <summary>What was asked for, until it is done.</summary>
    public ProofWish Wish { get; init; } = ProofWish.Default;

    /// <summary>How many are before it, if it waits.</summary>
    public int BeforeCount { get; init; }

    /// <summary>How far it is, if it is being made.</summary>
    public ProverProgress Progress { get; init; }

    /// <summary>How large the evidence is, if it is done.</summary>
    public long EvidenceBytes { get; init; }

    /// <summary>Why it failed or ended; empty otherwise.</summary>
    public string Reason { get; init; } = "";
}
