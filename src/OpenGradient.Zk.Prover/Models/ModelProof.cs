using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Zk.Prover;

/// <summary>A proof, and the outputs that it proves.</summary>
/// <param name="File">The proof.</param>
/// <param name="Outputs">In the Program's order.</param>
public sealed record ModelProof(ProofFile File, ImmutableArray<Tensor> Outputs);
