using System.Collections.Immutable;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>What has to be run again: every leaf is disclosed and belongs to the receipt.</summary>
/// <param name="Receipt">The receipt, which names model, Program, semantics and trace root.</param>
/// <param name="Input">The leaves of the input tree, in order.</param>
/// <param name="Output">The leaves of the output tree, in order.</param>
public sealed record ReexecutionRequest(Receipt Receipt, ImmutableArray<CommitmentLeaf> Input, ImmutableArray<CommitmentLeaf> Output);
