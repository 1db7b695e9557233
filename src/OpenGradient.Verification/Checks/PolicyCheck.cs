using System.Collections.Immutable;
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
        StatementFaults(findings.Receipt.Content, policy).Concat(EvidenceFaults(findings, policy, nowUnixSeconds));

    /// <summary>Who made the statement, in which log, about which model.</summary>
    private static IEnumerable<ReportRow> StatementFaults(ReceiptContent content, Policy policy)
    {
        if (policy.Issuers is { } issuers && !issuers.Contains(content.Issuer.Key))
            yield return Row(VerificationCode.IssuerNotTrusted, $"The policy does not list the issuer {content.Issuer.Key}.");
        if (policy.Logs is { } logs && !logs.Contains(content.Log.Key))
            yield return Row(VerificationCode.LogNotTrusted, $"The policy does not list the log {content.Log.Key}.");
        if (policy.Models is { } models && !models.Contains(content.Model.Id))
            yield return Row(VerificationCode.ModelNotAccepted, $"The policy does not list the model {content.Model.Id}.");
        if (policy.Semantics is { } semantics && !semantics.Contains(content.Execution.Semantics))
            yield return Row(VerificationCode.SemanticsNotAccepted, $"The policy does not list the semantics {content.Execution.Semantics}.");
        if (policy.Draws is { } draws && DrawCheck.MayBeDrawn(content) && (content.Draw is not { } draw || !draws.Contains(draw.KeyId)))
            yield return Row(VerificationCode.DrawNotTrusted, "The receipt names no draw, or one of a key that the policy does not list.");
    }

    private static IEnumerable<ReportRow> EvidenceFaults(Findings findings, Policy policy, long nowUnixSeconds)
    {
        ReceiptContent content = findings.Receipt.Content;
        if (policy.ProofKeys is { } keys && findings.Proof?.KeyId is { } key && !keys.Contains(key))
            yield return Row(VerificationCode.ProofKeyNotTrusted, $"The policy does not list the proof key {key}.");
        if (policy.Nonce is { } nonce && nonce != content.Nonce.Client)
            yield return Row(VerificationCode.NonceMismatch, "The receipt was made for another nonce.");
        if (policy.MaxAgeSeconds is { } maximumAge && !IsFresh(content.IssuedAt, nowUnixSeconds, maximumAge))
            yield return Row(VerificationCode.TooOld, $"Issued at {content.IssuedAt}, and now it is {nowUnixSeconds}.");
        if (policy.DeniesAll)
            yield return Row(VerificationCode.NoRule, "The policy has no rule for this purpose and amount, so nothing is accepted.");
        if (policy.Require.Contains(RowKind.Proof) && findings.Proof is { Row.IsValid: true } proof && !IsKnown(proof, policy))
            yield return Row(VerificationCode.ProofKeyNotKnown, $"Nothing says that proof key {proof.KeyId} holds the weights of the model: make it again from the model's files (og verify --proof-key), or list it in proofKeys.");
        if (!policy.AnyOf.IsEmpty && !policy.AnyOf.Any(rows => rows.All(row => IsShown(row, findings, policy))))
            yield return Row(VerificationCode.AlternativesNotMet, $"None of these is shown: {string.Join(", or ", policy.AnyOf.Select(Names))}.");
    }

    /// <summary>Whoever chooses the weights proves what it likes: a proof that is demanded must be about weights that are known.</summary>
    private static bool IsKnown(ProofFinding proof, Policy policy) => proof.IsKeyMade || policy.ProofKeys is not null;

    private static bool IsShown(RowKind kind, Findings findings, Policy policy) =>
        findings.Row(kind) is { IsValid: true } && (kind != RowKind.Proof || IsKnown(findings.Proof!, policy));

    private static string Names(ImmutableSortedSet<RowKind> rows) => string.Join(" and ", rows.Select(static row => row.WireName()));

    /// <summary>In 128 bits, where no two times are too far apart to subtract.</summary>
    private static bool IsFresh(Int128 issuedAt, Int128 now, Int128 maximumAge) =>
        now - issuedAt <= maximumAge && issuedAt - now <= ClockToleranceSeconds;

    private static ReportRow Row(VerificationCode code, string reason) => new(RowKind.Policy, code, reason);
}
