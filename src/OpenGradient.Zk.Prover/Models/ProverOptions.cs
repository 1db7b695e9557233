using System.Collections.Immutable;
using OpenGradient.Zk.Prover.Hiding;

namespace OpenGradient.Zk.Prover;

/// <summary>How a proof is made.</summary>
public sealed record ProverOptions
{
    /// <summary>How sure it makes, and what its trees are hashed with; <see cref="ProofProfile.Quadratic"/> by default.</summary>
    public ProofProfile Profile { get; init; } = ProofProfile.Quadratic;

    /// <summary>Whether a statement that is too large for the profile is proved by <see cref="ProofProfiles.ToCubic"/> of it, which makes surer and costs more; false by default. The proof says by which it was.</summary>
    public bool MayUseCubic { get; init; }

    /// <summary>The most memory, in bytes, that the proof may take beside the model; by default three quarters of what this process may have.</summary>
    public long MemoryLimitBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;

    /// <summary>Whether the thread that proves does all of it, so that a low priority of its own is that of the whole proof; false by default, when two share what is large.</summary>
    public bool IsOnOneThread { get; init; }

    /// <summary>What the proof hides; nothing by default.</summary>
    public ProofVisibility Visibility { get; init; }

    /// <summary>What hides private weights; with null, the default, a key for this proof alone, which nobody can compare with that of another.</summary>
    public HiddenKey? HiddenKey { get; init; }

    /// <summary>32 bytes that the verifier chose, or zeros, the default.</summary>
    public ImmutableArray<byte> Nonce { get; init; } = [.. new byte[32]];
}
