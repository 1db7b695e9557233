using OpenGradient.Receipts;

namespace OpenGradient.Cli.Auditing;

/// <summary>What became of a dispute with a node.</summary>
/// <param name="Outcome">A word of audit-1 section 4: see <see cref="AuditEntry"/>.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Proof">The fraud proof file; null if nobody was convicted.</param>
internal sealed record DisputeResult(string Outcome, string Reason, byte[]? Proof);
