namespace OpenGradient.Verification;

/// <summary>What was found of the votes of auditors.</summary>
/// <param name="Row">The row.</param>
/// <param name="VoteCount">How many auditors that the policy lists vote for the receipt.</param>
internal sealed record AuditFinding(ReportRow Row, int VoteCount);
