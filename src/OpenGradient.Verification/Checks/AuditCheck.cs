using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>The row <c>audit</c> (receipt-1 §5.13).</summary>
/// <remarks>Establishes what auditors say. Does not establish that they ran anything: whoever lists them believes them.</remarks>
internal static class AuditCheck
{
    private static readonly ImmutableArray<string> Abstentions = Names(
        VerificationCode.DependsOn, VerificationCode.InputNotDisclosed, VerificationCode.OutputNotDisclosed, VerificationCode.ModelMissing,
        VerificationCode.ModelMismatch, VerificationCode.SemanticsUnknown, VerificationCode.WorkExceeded);

    /// <returns>Null if nobody voted.</returns>
    public static AuditFinding? Check(Bundle bundle, Receipt receipt, Policy policy)
    {
        Evidence[] evidence = [.. bundle.Evidence.Where(static evidence => evidence.Type == AuditVote.EvidenceType)];
        if (evidence.Length == 0)
            return null;
        List<AuditVote> votes = [];
        foreach (Evidence item in evidence)
        {
            if (TryRead(item, receipt.Id, out AuditVote? vote) is ReportRow fault)
                return new AuditFinding(fault, 0);
            votes.Add(vote!);
        }

        return Count(votes, policy);
    }

    private static AuditFinding Count(List<AuditVote> votes, Policy policy)
    {
        AuditVote[] trusted = [.. votes.Where(vote => policy.Auditors is { } auditors && auditors.Contains(vote.Auditor))];
        if (trusted.Length == 0)
            return new(Row(VerificationCode.AuditorNotTrusted, $"None of {votes.Count} votes is by an auditor that the policy lists."), 0);
        if (trusted.FirstOrDefault(static vote => vote.IsAgainst) is { } against)
            return new(Row(VerificationCode.AuditContradicted, $"The auditor {against.Auditor} ran it again, and found: {against.Code}."), 0);
        int count = trusted.Where(static vote => vote.IsFor).Select(static vote => vote.Auditor).Distinct().Count();
        return count < policy.AuditQuorum
            ? new(Row(VerificationCode.AuditQuorumNotMet, $"{count} of the auditors that the policy lists confirm it; it asks for {policy.AuditQuorum}."), count)
            : new(Row(VerificationCode.Ok, $"{count} of the auditors that the policy lists confirm it; it asks for {policy.AuditQuorum}."), count);
    }

    /// <summary>Reads a vote whose signature is right; else the row that says what is wrong.</summary>
    private static ReportRow? TryRead(Evidence evidence, ReceiptId receipt, out AuditVote? vote)
    {
        vote = null;
        if (!evidence.Json.TryGetString("spki", out string? text) || !CanonicalBase64.TryDecode(text, out byte[] spki) || !P256PublicKey.TryParse(spki, out P256PublicKey? key)
            || !evidence.Json.TryGet("dsse", out JsonValue? json) || !DsseEnvelope.TryRead(json, out DsseEnvelope? envelope)
            || !AuditVote.TryReadUnverified(envelope, out AuditVote? read) || read.Auditor != key.KeyId || !IsKnown(read))
            return Row(VerificationCode.AuditVoteMalformed, "A vote is not as audit-1 section 3 has it.");
        if (!envelope.IsSignedBy(key))
            return Row(VerificationCode.AuditVoteSignature, $"A vote has no signature by the key {key.KeyId} over it.");
        if (read.Receipt != receipt)
            return Row(VerificationCode.AuditVoteSubject, $"The vote of {key.KeyId} is about the receipt {read.Receipt}.");
        vote = read;
        return null;
    }

    private static bool IsKnown(AuditVote vote) => vote.IsFor || vote.IsAgainst || Abstentions.Contains(vote.Code);

    private static ImmutableArray<string> Names(params ReadOnlySpan<VerificationCode> codes)
    {
        var names = ImmutableArray.CreateBuilder<string>(codes.Length);
        foreach (VerificationCode code in codes)
            names.Add(code.WireName());
        return names.MoveToImmutable();
    }

    private static ReportRow Row(VerificationCode code, string reason) => new(RowKind.Audit, code, reason);
}
