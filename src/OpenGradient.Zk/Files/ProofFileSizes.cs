namespace OpenGradient.Zk;

/// <summary>What the bytes of a proof file are; what is not named here says of what size the rest is.</summary>
/// <param name="Whole">All of them.</param>
/// <param name="Rows">The bounds of the rows of weights: the same in each proof of a key.</param>
/// <param name="Inputs">Elements of border inputs.</param>
/// <param name="Outputs">Elements of border outputs.</param>
/// <param name="Proof">Messages of the proof.</param>
public readonly record struct ProofFileSizes(int Whole, int Rows, int Inputs, int Outputs, int Proof);
