using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Zk;

namespace OpenGradient.Verification;

/// <summary>Makes the proof key of the model that a receipt names again from the model's files; supplied by whoever has them.</summary>
/// <remarks>The verifier takes its word, so the function is part of what a user trusts. Null: the files are not at hand.</remarks>
public delegate Digest? ProofKeyMaker(Receipt receipt, ProofFile file);
