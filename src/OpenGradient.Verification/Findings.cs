using System.Collections.Immutable;
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
    ProofFinding? Proof,
    AuditFinding? Audit)
{
    /// <summary>The rows behind <c>receipt</c> and in front of <c>policy</c>, in their order; what there is nothing to say of is absent.</summary>
    public ImmutableArray<ReportRow> Rows { get; } = [.. new[] { Signature, Log.Row, Witnesses?.Row, Input.Row, Output.Row, Draw, Reexecution, Proof?.Row, Audit?.Row }.OfType<ReportRow>()];

    /// <summary>One of them; null if it is absent.</summary>
    public ReportRow? Row(RowKind kind) => Rows.FirstOrDefault(row => row.Kind == kind);
}
