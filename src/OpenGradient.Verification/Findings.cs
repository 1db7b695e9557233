using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>Everything that the checks found about one receipt, before sentences are made of it.</summary>
internal sealed record Findings(
    Receipt Receipt,
    ReportRow Signature,
    LogFinding Log,
    WitnessesFinding? Witnesses,
    DisclosureFinding Input,
    DisclosureFinding Output,
    ReportRow? Draw,
    ReportRow? Reexecution,
    ProofFinding? Proof);
