using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>The row <c>policy</c> (receipt-1 §5.8): whether what the receipt says is what the verifier wants.</summary>
internal static class PolicyCheck
{
    /// <summary>How far ahead of ours an issuer's clock may be, in seconds.</summary>
    private const int ClockToleranceSeconds = 300;

    /// <param name="content">What the receipt says.</param>
    /// <param name="policy">What is wanted.</param>
    /// <param name="nowUnixSeconds">The time.</param>
    /// <param name="proof">What was found of the bundle's proof; null if there is none.</param>
    public static ReportRow Check(ReceiptContent content, Policy policy, long nowUnixSeconds, ProofFinding? proof)
    {
        if (policy.Issuers is { } issuers && !issuers.Contains(content.Issuer.Key))
            return Row(VerificationCode.IssuerNotTrusted, $"The policy does not list the issuer {content.Issuer.Key}.");
        if (policy.Logs is { } logs && !logs.Contains(content.Log.Key))
            return Row(VerificationCode.LogNotTrusted, $"The policy does not list the log {content.Log.Key}.");
        if (policy.Models is { } models && !models.Contains(content.Model.Id))
            return Row(VerificationCode.ModelNotAccepted, $"The policy does not list the model {content.Model.Id}.");
        if (policy.Draws is { } draws && DrawCheck.MayBeDrawn(content) && (content.Draw is not { } draw || !draws.Contains(draw.KeyId)))
            return Row(VerificationCode.DrawNotTrusted, "The receipt names no draw, or one of a key that the policy does not list.");
        if (policy.ProofKeys is { } keys && proof?.KeyId is { } key && !keys.Contains(key))
            return Row(VerificationCode.ProofKeyNotTrusted, $"The policy does not list the proof key {key}.");
        if (policy.Nonce is { } nonce && nonce != content.Nonce.Client)
            return Row(VerificationCode.NonceMismatch, "The receipt was made for another nonce.");
        if (policy.MaxAgeSeconds is { } maximumAge && !IsFresh(content.IssuedAt, nowUnixSeconds, maximumAge))
            return Row(VerificationCode.TooOld, $"Issued at {content.IssuedAt}, and now it is {nowUnixSeconds}.");
        // Whoever chooses the weights proves what it likes: a proof that is demanded must be about weights that are known.
        if (policy.Require.Contains(RowKind.Proof) && policy.ProofKeys is null && proof is { Row.IsValid: true, IsKeyMade: false })
            return Row(VerificationCode.ProofKeyNotKnown, $"Nothing says that proof key {proof.KeyId} holds the weights of the model: make it again from the model's files (og verify --proof-key), or list it in proofKeys.");
        return Row(VerificationCode.Ok, "The receipt meets every constraint.");
    }

    /// <summary>In 128 bits, where no two times are too far apart to subtract.</summary>
    private static bool IsFresh(Int128 issuedAt, Int128 now, Int128 maximumAge) =>
        now - issuedAt <= maximumAge && issuedAt - now <= ClockToleranceSeconds;

    private static ReportRow Row(VerificationCode code, string reason) => new(RowKind.Policy, code, reason);
}
