namespace OpenGradient.Zk;

/// <summary>How sure a proof makes, and what its trees are hashed with (proof-1 sections 1 and 3): the degree of the field that challenges come from, plus 2 for BLAKE3.</summary>
public enum ProofProfile
{
    /// <summary>100 bits; trees of Keccak-256.</summary>
    Quadratic = 2,

    /// <summary>128 bits; trees of Keccak-256.</summary>
    Cubic = 3,

    /// <summary>100 bits; trees of BLAKE3, which are made faster, and which a contract has no instruction for.</summary>
    QuadraticBlake3 = 4,

    /// <summary>128 bits; trees of BLAKE3.</summary>
    CubicBlake3 = 5,
}
