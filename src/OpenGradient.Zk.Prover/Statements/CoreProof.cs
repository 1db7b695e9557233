namespace OpenGradient.Zk.Prover.Statements;

/// <summary>A proof of a core, and what the prover keeps of it.</summary>
/// <param name="Bytes">The proof.</param>
/// <param name="Opening">Shows which inputs the proof hides to whoever may see them; empty where it hides none.</param>
internal readonly record struct CoreProof(byte[] Bytes, byte[] Opening);
