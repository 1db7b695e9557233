using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Gateway;

/// <summary>Makes the proof of a receipt of this node, which may hide inputs or weights, as evidence.</summary>
/// <exception cref="InvalidInputException">It cannot be proved; the reason is for people.</exception>
/// <exception cref="OperationCanceledException">It was called off.</exception>
internal delegate Evidence ReceiptProof(ReceiptId id, ProofVisibility visibility, IProgress<ProverProgress> progress, CancellationToken cancellationToken);
