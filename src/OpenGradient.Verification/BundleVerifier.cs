using System.Collections.Immutable;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>The one entry point for "is this true?": a function of bundle bytes, policy and time to a report (receipt-1 §5).</summary>
/// <remarks>
/// <para>Total: any bytes give a report, in time and memory bounded by their length; nothing is thrown, read, fetched or written.</para>
/// <para>Does not establish: anything that the report does not say. Its two lists are the whole result, the exit code a summary.</para>
/// </remarks>
public static class BundleVerifier
{
    /// <summary>Checks a bundle.</summary>
    /// <param name="bundle">The bytes of the bundle file.</param>
    /// <param name="policy">What is demanded.</param>
    /// <param name="nowUnixSeconds">The time, in seconds since 1970-01-01 UTC.</param>
    /// <param name="reexecute">Runs the Program again; null leaves that row out, and the report says so.</param>
    /// <param name="makeKey">Makes the proof key again from the model's files; with null the report says that nobody did.</param>
    /// <param name="purpose">What the answer is for: chooses the rule of a policy that has rules.</param>
    public static VerificationReport Verify(
        ReadOnlyMemory<byte> bundle, Policy policy, long nowUnixSeconds, Reexecution? reexecute = null, ProofKeyMaker? makeKey = null, Purpose purpose = default)
    {
        ReportRow row = ReceiptCheck.Check(bundle.Span, out Bundle? parsed, out Receipt? receipt);
        if (parsed is null || receipt is null)
            return new VerificationReport { ExitCode = ExitCodeOf([row], []), Rows = [row], Demands = PolicyDemands.Of(policy, purpose, [row], findings: null, [], withReexecution: reexecute is not null) };
        Policy demands = policy.For(purpose);
        Findings findings = Check(parsed, receipt, demands, reexecute, makeKey);
        ImmutableArray<ReportRow> faults = [.. PolicyCheck.Faults(findings, demands, nowUnixSeconds)];
        ImmutableArray<ReportRow> rows = [row, .. findings.Rows, PolicyCheck.RowOf(faults), .. UnknownEvidence(parsed)];
        return new VerificationReport
        {
            ExitCode = ExitCodeOf(rows, demands.RequiredRows(withReexecution: reexecute is not null)),
            Receipt = receipt,
            Rows = rows,
            Demands = PolicyDemands.Of(policy, purpose, rows, findings, faults, withReexecution: reexecute is not null),
            Establishes = Claims.Established(findings),
            DoesNotEstablish = Claims.NotEstablished(findings, demands),
        };
    }

    private static Findings Check(Bundle bundle, Receipt receipt, Policy demands, Reexecution? reexecute, ProofKeyMaker? makeKey)
    {
        DisclosureFinding input = DisclosureCheck.Check(bundle, CommitmentSide.Input, receipt.Content.Input);
        DisclosureFinding output = DisclosureCheck.Check(bundle, CommitmentSide.Output, receipt.Content.Output);
        LogFinding log = LogCheck.Check(bundle, receipt);
        return new Findings(
            receipt,
            SignatureCheck.Check(bundle, receipt),
            log,
            WitnessCheck.Check(log, demands.Witnesses),
            input,
            output,
            DrawCheck.Check(receipt.Content),
            reexecute is null ? null : ReexecutionCheck.Check(receipt, input, output, reexecute),
            ProofCheck.Check(bundle, receipt, input, output, makeKey),
            AuditCheck.Check(bundle, receipt, demands));
    }

    private static IEnumerable<ReportRow> UnknownEvidence(Bundle bundle) => bundle.Evidence
        .Where(static evidence => evidence.Type is not (Evidence.IssuerKeyType or Evidence.LogProofType or ProofEvidence.Type or AuditVote.EvidenceType))
        .Select(static evidence => new ReportRow(
            RowKind.Evidence, VerificationCode.UnknownType, $"This version does not know evidence of the type {evidence.Type}."));

    /// <summary>Invalid evidence weighs more than missing evidence; unknown evidence weighs nothing.</summary>
    private static int ExitCodeOf(ImmutableArray<ReportRow> rows, ImmutableSortedSet<RowKind> required)
    {
        if (rows.Any(static row => row.Verdict == Verdict.Invalid))
            return VerificationReport.ExitInvalid;
        bool isMet = required.Add(RowKind.Receipt).Add(RowKind.Policy).All(kind => rows.Any(row => row.Kind == kind && row.IsValid));
        return isMet ? VerificationReport.ExitAccepted : VerificationReport.ExitUnverifiable;
    }
}
