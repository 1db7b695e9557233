using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>The row <c>policy</c> (receipt-1 §5.8): whether what the receipt says is what the verifier wants.</summary>
internal static class PolicyCheck
{
    /// <summary>How far ahead of ours an issuer's clock may be, in seconds.</summary>
    private const int ClockToleranceSeconds = 300;

    /// <summary>The first fault is the row.</summary>
    public static ReportRow RowOf(ImmutableArray<ReportRow> faults) =>
        faults.FirstOrDefault() ?? Row(VerificationCode.Ok, "The receipt meets every constraint.");

    /// <summary>Every constraint that is not met, in the order of the specification.</summary>
    /// <param name="findings">What was found.</param>
    /// <param name="policy">What is wanted; without rules.</param>
    /// <param name="nowUnixSeconds">The time.</param>
    public static IEnumerable<ReportRow> Faults(Findings findings, Policy policy, long nowUnixSeconds) =>
        StatementFaults(findings, policy).Concat(EvidenceFaults(findings, policy, nowUnixSeconds));

    /// <summary>Why a row that is there does not count, whatever it found: the policy's list does not believe whose it is. Null if it does.</summary>
    public static ReportRow? Disbelief(RowKind kind, Findings findings, Policy policy)
    {
        ReceiptContent content = findings.Receipt.Content;
        if (kind == RowKind.Signature && policy.Issuers is { } issuers && !issuers.Contains(content.Issuer.Key))
            return Row(VerificationCode.IssuerNotTrusted, $"The policy does not list the issuer {content.Issuer.Key}.");
        if (kind == RowKind.Log && policy.Logs is { } logs && !logs.Contains(content.Log.Key))
            return Row(VerificationCode.LogNotTrusted, $"The policy does not list the log {content.Log.Key}.");
        return kind == RowKind.Proof && findings.Proof is { KeyId: { } key } proof ? DisbeliefInKey(proof, key, policy) : null;
    }

    /// <summary>Whoever chooses the weights proves what it likes: a proof that is demanded must be about weights that are known.</summary>
    private static ReportRow? DisbeliefInKey(ProofFinding proof, Digest key, Policy policy)
    {
        if (policy.ProofKeys is { } keys)
            return keys.Contains(key) ? null : Row(VerificationCode.ProofKeyNotTrusted, $"The policy does not list the proof key {key}.");
        return proof.IsKeyMade || !proof.Row.IsValid
            ? null
            : Row(VerificationCode.ProofKeyNotKnown, $"Nothing says that proof key {key} holds the weights of the model: make it again from the model's files (og verify --proof-key), or list it in proofKeys.");
    }

    /// <summary>Who made the statement, in which log, about which model.</summary>
    private static IEnumerable<ReportRow> StatementFaults(Findings findings, Policy policy)
    {
        ReceiptContent content = findings.Receipt.Content;
        if (DisbeliefInRequired(RowKind.Signature, findings, policy) is { } issuer)
            yield return issuer;
        if (DisbeliefInRequired(RowKind.Log, findings, policy) is { } log)
            yield return log;
        if (policy.Models is { } models && !models.Contains(content.Model.Id))
            yield return Row(VerificationCode.ModelNotAccepted, $"The policy does not list the model {content.Model.Id}.");
        if (policy.Semantics is { } semantics && !semantics.Contains(content.Execution.Semantics))
            yield return Row(VerificationCode.SemanticsNotAccepted, $"The policy does not list the semantics {content.Execution.Semantics}.");
        if (policy.Draws is { } draws && DrawCheck.MayBeDrawn(content) && (content.Draw is not { } draw || !draws.Contains(draw.KeyId)))
            yield return Row(VerificationCode.DrawNotTrusted, "The receipt names no draw, or one of a key that the policy does not list.");
        if (policy.RefusesDictated && Dictation(findings) is { } setting)
            yield return Row(VerificationCode.AnswerDictated, $"The request had a {setting}, which forces an answer upon the model.");
    }

    /// <summary>The setting that forces an answer upon the model, if one is known.</summary>
    private static string? Dictation(Findings findings)
    {
        // Far below 1 it leaves next to nothing but words that the request has, far above 1 all others.
        if (findings.Receipt.Content.Sampling is { RepetitionPenalty: not (null or "1" or "1.0") })
            return "repetition_penalty";
        return findings.Input is { Row.IsValid: true } input && input.Leaves.FirstOrDefault(Dictates) is { } leaf ? SettingOf(leaf) : null;
    }

    /// <remarks>How many tools may be called at once says nothing of what is called (receipt-1 §5.8).</remarks>
    private static bool Dictates(CommitmentLeaf leaf) => leaf.Kind == LeafKind.LogitBias || (leaf.Kind == LeafKind.Constraint && leaf.Label != "parallel_tool_calls");

    /// <summary>The setting as the request named it: a label is a text of whoever sent the request, and is repeated only if it is a plain one.</summary>
    private static string SettingOf(CommitmentLeaf leaf) => leaf.Kind == LeafKind.Constraint && TextForm.IsLabel(leaf.Label) ? leaf.Label : leaf.Kind;

    private static IEnumerable<ReportRow> EvidenceFaults(Findings findings, Policy policy, long nowUnixSeconds)
    {
        ReceiptContent content = findings.Receipt.Content;
        ReportRow? proof = DisbeliefInRequired(RowKind.Proof, findings, policy);
        if (proof is { Verdict: Verdict.Invalid })
            yield return proof;
        if (policy.Nonce is { } nonce && nonce != content.Nonce.Client)
            yield return Row(VerificationCode.NonceMismatch, "The receipt was made for another nonce.");
        if (policy.MaxAgeSeconds is { } maximumAge && !IsFresh(content.IssuedAt, nowUnixSeconds, maximumAge))
            yield return Row(VerificationCode.TooOld, $"Issued at {content.IssuedAt}, and now it is {nowUnixSeconds}.");
        if (policy.DeniesAll)
            yield return Row(VerificationCode.NoRule, "The policy has no rule for this purpose and amount, so nothing is accepted.");
        if (proof is { Verdict: Verdict.Unverifiable })
            yield return proof;
        if (policy.RefusesDictated && findings.Input.Row.Code != VerificationCode.Ok)
            yield return Row(VerificationCode.DictationHidden, "Not every part of the input is disclosed, and what is hidden may dictate the answer.");
        if (!policy.AnyOf.IsEmpty && !policy.AnyOf.Any(rows => rows.All(row => IsShown(row, findings, policy))))
            yield return Row(VerificationCode.AlternativesNotMet, $"None of these is shown: {string.Join(", or ", policy.AnyOf.Select(Names))}.");
    }

    private static ReportRow? DisbeliefInRequired(RowKind kind, Findings findings, Policy policy) =>
        policy.RequiredRows(withReexecution: false).Contains(kind) ? Disbelief(kind, findings, policy) : null;

    private static bool IsShown(RowKind kind, Findings findings, Policy policy) => findings.Row(kind) is { IsValid: true } && Disbelief(kind, findings, policy) is null;

    /// <summary>Rows of which all are asked for.</summary>
    internal static string Names(ImmutableSortedSet<RowKind> rows) => string.Join(" and ", rows.Select(static row => row.WireName()));

    /// <summary>In 128 bits, where no two times are too far apart to subtract.</summary>
    private static bool IsFresh(Int128 issuedAt, Int128 now, Int128 maximumAge) =>
        now - issuedAt <= maximumAge && issuedAt - now <= ClockToleranceSeconds;

    private static ReportRow Row(VerificationCode code, string reason) => new(RowKind.Policy, code, reason);
}
