using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>Whether a fraud proof file convicts the issuer of a receipt: a function of its bytes (spec/dispute-1, section 12.5).</summary>
/// <remarks>
/// <para>
/// <b>Establishes</b>, for a conviction, that whoever holds the issuer's key signed the receipt, and in a dispute of it statements that cannot all be
/// true: they contradict each other, or what exec-1 makes of what they open. <b>Total</b>: any bytes give a report.
/// </para>
/// <para>
/// <b>Assumes</b> that the judge is exec-1, that SHA-256 has no collisions that a party can find, and that signatures cannot be forged. The challenger is not
/// believed: nothing that it says convicts somebody who runs what its receipt names and answers for it. <b>Does not establish</b> who holds the key, nor
/// that a silent issuer lied.
/// </para>
/// </remarks>
public static class FraudVerifier
{
    /// <summary>Checks a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="judge">Referees the dispute in it.</param>
    public static FraudReport Verify(ReadOnlySpan<byte> file, DisputeJudge judge)
    {
        ArgumentNullException.ThrowIfNull(judge);
        if (!FraudProof.TryParse(file, out FraudProof? proof))
            return new(FraudCode.Malformed, "The bytes are no fraud proof file in its canonical form.");
        if (!Receipt.TryParse(proof.Receipt, out Receipt? receipt, out ReceiptError error))
            return new(FraudCode.ReceiptMalformed, $"What is in the place of the receipt is none: {error.Subject}.");
        FraudReport report = Verify(proof, receipt, judge);
        return report with { Receipt = receipt, Challenger = proof.Challenger.KeyId };
    }

    private static FraudReport Verify(FraudProof proof, Receipt receipt, DisputeJudge judge)
    {
        if (receipt.Content.Issuer.Key != proof.Issuer.KeyId || !proof.Receipt.IsSignedBy(proof.Issuer))
            return new(FraudCode.ReceiptSignature, $"The receipt is not signed by the key {receipt.Content.Issuer.Key} that it names.");
        if (DisputedTerms.Difference(proof.Terms, receipt.Content) is { } difference)
            return new(FraudCode.TermsMismatch, $"The terms are not those of the receipt: {difference}.");
        Digest dispute = Digest.Sha256(CanonicalJson.Serialize(proof.Terms));
        if (!DisputeOpening.TryOpen(proof.Opening, proof.Challenger, out DisputeOpening? opening) || opening.Receipt != receipt.Id || opening.Dispute != dispute)
            return new(FraudCode.OpeningInvalid, $"The challenger {proof.Challenger.KeyId} has not signed that it disputes this receipt under these terms.");
        if (ReadMessages(proof, receipt.Id, out ImmutableArray<ReadOnlyMemory<byte>> messages) is { } fault)
            return fault;
        return Conclude(judge(proof.Terms, messages), proof.Issuer.KeyId);
    }

    /// <summary>Each message is signed by the party whose turn it was, over all that was said before.</summary>
    private static FraudReport? ReadMessages(FraudProof proof, ReceiptId receipt, out ImmutableArray<ReadOnlyMemory<byte>> messages)
    {
        messages = [];
        var read = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(proof.Messages.Length);
        Digest previous = Digest.Sha256(proof.Opening.Payload.Span);
        for (int index = 0; index < proof.Messages.Length; index++)
        {
            DsseEnvelope envelope = proof.Messages[index];
            P256PublicKey key = index % 2 == 0 ? proof.Issuer : proof.Challenger;
            if (!DisputeStatement.TryOpen(envelope, key, out DisputeStatement? statement))
                return new(FraudCode.MessageSignature, $"Message {index} is not signed by the key {key.KeyId}, whose turn it was, or not of the form.");
            if (statement.Receipt != receipt || statement.Previous != previous)
                return new(FraudCode.ChainBroken, $"Message {index} was said about another receipt, or after other messages.");
            read.Add(statement.ToMessage());
            previous = Digest.Sha256(envelope.Payload.Span);
        }

        messages = read.MoveToImmutable();
        return null;
    }

    private static FraudReport Conclude(DisputeJudgement judgement, Digest issuer)
    {
        (FraudCode code, string reason) = judgement.Outcome switch
        {
            DisputeOutcome.Issuer => (FraudCode.Convicted, $"The holder of the key {issuer} signed what cannot be. {judgement.Reason}"),
            DisputeOutcome.Challenger => (FraudCode.NotConvicted, $"The challenger is wrong, and not the issuer. {judgement.Reason}"),
            DisputeOutcome.Both => (FraudCode.NotConvicted, $"One of the two is wrong, and what they say does not tell which. {judgement.Reason}"),
            DisputeOutcome.Nobody => (FraudCode.NotConvicted, "Issuer and challenger say the same."),
            DisputeOutcome.Unfinished => (FraudCode.NotConvicted, "What was said leads to no verdict: who is silent is not convicted by that."),
            DisputeOutcome.SemanticsUnknown => (FraudCode.SemanticsUnknown, "This build does not have the semantics that the terms name."),
        };
        return new(code, reason) { Judgement = judgement };
    }
}
