using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Auditing;

/// <summary>Runs a receipt again and votes on it.</summary>
/// <param name="keys">Who votes.</param>
/// <param name="reexecute">How it is run again.</param>
internal sealed class Auditor(AuditKeys keys, Verification.Reexecution reexecute)
{
    /// <summary>What the auditor demands before it runs anything: a statement that the issuer signed.</summary>
    private static readonly Policy Signed = new() { Require = [RowKind.Signature] };

    /// <summary>The bundle with the vote in it, in the place of an earlier one by this auditor; and the code of the vote.</summary>
    /// <exception cref="InvalidInputException">It is no bundle of a receipt that its issuer signed.</exception>
    public AuditedReceipt Vote(ReadOnlyMemory<byte> bytes, string subject)
    {
        ReexecutionRequest? request = null;
        ReexecutionResult Run(ReexecutionRequest asked)
        {
            request = asked;
            return reexecute(asked);
        }

        VerificationReport report = BundleVerifier.Verify(bytes, Signed, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), Run);
        if (report.Receipt is null || !report.Rows.Any(static row => row is { Kind: RowKind.Signature, IsValid: true }) || !Bundle.TryParse(bytes.Span, out Bundle? bundle, out _))
            throw new InvalidInputException(InvalidInputKind.Invalid, subject, "there is nothing to vote on: it is no bundle of a receipt that its issuer signed.");
        ReportRow row = report.Rows.First(static row => row.Kind == RowKind.Reexecution);
        AuditVote vote = new(report.Receipt.Id, keys.Signer.PublicKey.KeyId, Now(), row.Code.WireName());
        Evidence evidence = vote.Sign(keys.Signer);
        return new AuditedReceipt(bundle with { Evidence = [.. bundle.Evidence.Where(other => !IsByThisAuditor(other)), evidence] }, vote, evidence, request);
    }

    /// <summary>The time, to the second.</summary>
    public static DateTime Now()
    {
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
    }

    private bool IsByThisAuditor(Evidence evidence) =>
        evidence.Type == AuditVote.EvidenceType && evidence.Json.TryGetString("spki", out string? spki) && spki == Convert.ToBase64String(keys.Signer.PublicKey.Spki);
}
