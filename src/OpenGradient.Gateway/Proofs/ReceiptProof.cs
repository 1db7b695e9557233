using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Gateway;

/// <summary>Makes the proof of a receipt of this node, as somebody wishes it, as evidence.</summary>
/// <exception cref="InvalidInputException">It cannot be proved; the reason is for people.</exception>
/// <exception cref="OperationCanceledException">It was called off.</exception>
internal delegate Evidence ReceiptProof(ReceiptId id, ProofWish wish, IProgress<ProverProgress> progress, CancellationToken cancellationToken);
