namespace OpenGradient.Zk.Trees;

/// <summary>What the trees of a profile are hashed with; proof-1 section 3.</summary>
internal enum TreeHash
{
    /// <summary>Keccak-256, which a contract has an instruction for.</summary>
    Keccak256,

    /// <summary>BLAKE3, which many lanes make in half the time and less.</summary>
    Blake3,
}
