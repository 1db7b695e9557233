using System.Collections.Immutable;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>The row <c>input</c> or <c>output</c>, and the leaves it speaks of.</summary>
/// <param name="Row">The row.</param>
/// <param name="Commitment">What the receipt commits to.</param>
/// <param name="Leaves">The disclosed leaves in the order of the tree; meaningful only if the row is valid.</param>
internal sealed record DisclosureFinding(ReportRow Row, Commitment Commitment, ImmutableArray<CommitmentLeaf> Leaves);
