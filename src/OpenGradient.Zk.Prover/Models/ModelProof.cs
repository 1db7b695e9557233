using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Zk.Prover;

/// <summary>A proof, and the outputs that it proves.</summary>
/// <param name="File">The proof.</param>
/// <param name="Outputs">In the Program's order.</param>
/// <param name="Opening">Shows, together with the inputs, that the proof hides just these; empty where it hides none. It is for whoever may see the inputs: others can try guesses with it.</param>
public sealed record ModelProof(ProofFile File, ImmutableArray<Tensor> Outputs, ReadOnlyMemory<byte> Opening);
