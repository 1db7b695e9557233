using System.Collections.Immutable;
using OpenGradient.Receipts;

namespace OpenGradient.Client;

/// <summary>The output of one run, as its receipt commits to it.</summary>
/// <param name="Answer">What stands behind it.</param>
/// <param name="Receipt">The signed statement.</param>
/// <param name="Leaves">All leaves of the output, in their order.</param>
internal sealed record CommittedOutput(VerifiedAnswer Answer, DsseEnvelope Receipt, ImmutableArray<CommitmentLeaf> Leaves);
