using OpenGradient.Cli.Disputes;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Reexecution;
using OpenGradient.Execution.Disputes;
using OpenGradient.Gateway;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;
using Verdict = OpenGradient.Execution.Disputes.Verdict;

namespace OpenGradient.Cli.Auditing;

/// <summary>Disputes receipts with the node that signed them: party b, honest (spec/dispute-1, section 12).</summary>
/// <param name="node">The node, which is trusted in nothing.</param>
/// <param name="keys">Who disputes.</param>
/// <param name="locator">Where models are.</param>
/// <param name="disclosureToken">What the node wants to see before it answers; null from its own machine.</param>
internal sealed class Challenger(NodeClient node, AuditKeys keys, ModelLocator locator, string? disclosureToken)
{
    /// <summary>A node gives a dispute up then, too: without an end, one that answers as late as it may would hold an audit up for days.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromHours(1);

    /// <summary>Plays the dispute to its end.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="request">Its receipt, with all leaves.</param>
    /// <param name="monitor">Who watches.</param>
    public async Task<DisputeResult> DisputeAsync(Bundle bundle, ReexecutionRequest request, DisputeMonitor monitor)
    {
        if (IssuerOf(bundle, request.Receipt) is not { } issuer)
            return new(AuditEntry.NotJudged, "the bundle does not bring the key that signed the receipt", null);
        using OpenedModel? model = locator.Open(request.Receipt.Content.Model, out ReexecutionResult fault);
        if (model is null)
            return new(AuditEntry.NotJudged, fault.Reason, null);
        try
        {
            DisputedInference inference = ReceiptInference.Of(model, request.Receipt.Content, request.Input, request.Output);
            Disputant own = Disputant.Honest(inference, Party.B, new DisputeLimits(NodeOptions.DefaultProofBytes), monitor);
            return await PlayAsync(inference, own, new Transcript(bundle.Dsse, request.Receipt.Id, issuer, keys.Signer, inference), monitor).ConfigureAwait(false);
        }
        catch (InvalidInputException exception)
        {
            return new(AuditEntry.NotJudged, exception.Message, null);
        }
    }

    private async Task<DisputeResult> PlayAsync(DisputedInference inference, Disputant own, Transcript transcript, DisputeMonitor monitor)
    {
        JsonValue said = transcript.Begin();
        long begun = TimeProvider.System.GetTimestamp();
        while (own.Verdict is null)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > MostTime)
                return new(AuditEntry.Unanswered, $"it has taken more than {MostTime.TotalMinutes:0} minutes", null);
            monitor.Progress?.Report(new DisputeProgress($"round {own.Round}: {own.Request}", own.Round, 0));
            (JsonValue? answer, string reason) = await AskAsync(transcript.Receipt, said, begun, monitor.Cancellation).ConfigureAwait(false);
            if (answer is null)
                return new(AuditEntry.Unanswered, reason, null);
            if (transcript.Hear(answer) is not { } message)
                return new(AuditEntry.Unanswered, "what it answers is not signed by the receipt's key, or does not follow what was said", null);
            own.Hear(message);
            if (own.Verdict is null)
                said = transcript.Say(own.Speak());
        }

        if (transcript.IsOwnLast) // so that the node knows, too; what it says to that changes nothing
            await AskAsync(transcript.Receipt, said, begun, monitor.Cancellation).ConfigureAwait(false);
        return Conclude(transcript.ToProof(inference.Terms), own.Verdict);
    }

    /// <summary>The file is what it is worth to a stranger: the verifier decides, and not the referee of this process.</summary>
    private static DisputeResult Conclude(FraudProof proof, Verdict verdict)
    {
        byte[] file = proof.ToBytes();
        FraudReport report = FraudVerifier.Verify(file, FraudJudge.Judge);
        if (report.IsConviction)
            return new(AuditEntry.Convicted, $"{report.Judgement!.Rule} {report.Judgement.Place}: {report.Judgement.Reason}", file);
        if (file.Length > FraudProof.MaximumBytes)
            return new(AuditEntry.Unanswered, "what it says is more than a fraud proof may hold", null);
        return verdict.Code == VerdictCode.Agreement
            ? new(AuditEntry.Agreed, "the node runs it as this auditor does, and both say what the receipt says", null)
            : new(AuditEntry.NotJudged, report.Reason, null);
    }

    /// <summary>Says something, and gets the answer. A node that has no time now is asked again when it says, as long as the dispute may last.</summary>
    private async Task<(JsonValue? Answer, string Reason)> AskAsync(ReceiptId receipt, JsonValue said, long begun, CancellationToken cancellation)
    {
        while (true)
        {
            TimeSpan wait;
            try
            {
                byte[] answer = await node.PostAsync($"v1/receipts/{receipt}/dispute", CanonicalJson.Serialize(said), Transcript.MostAnswerBytes, disclosureToken, cancellation).ConfigureAwait(false);
                return JsonReader.TryRead(answer, out JsonValue? json) ? (json, "") : (null, "what it answers is no JSON");
            }
            catch (NodeException busy) when (busy.RetryAfter is { } later && TimeProvider.System.GetElapsedTime(begun) + later < MostTime)
            {
                wait = later;
            }
            catch (NodeException refused)
            {
                return (null, refused.Message);
            }

            await Task.Delay(wait, cancellation).ConfigureAwait(false);
        }
    }

    private static P256PublicKey? IssuerOf(Bundle bundle, Receipt receipt) =>
        bundle.FindIssuerSpki(receipt.Content.Issuer.Key) is { } spki && P256PublicKey.TryParse(spki, out P256PublicKey? key) && bundle.Dsse.IsSignedBy(key) ? key : null;
}
