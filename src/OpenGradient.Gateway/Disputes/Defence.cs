using OpenGradient.Execution.Disputes;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>A dispute in which this node stands by a receipt that it signed: party a, honest (spec/dispute-1, section 12).</summary>
/// <remarks>Not for several threads at a time.</remarks>
internal sealed class Defence : IDisposable
{
    private readonly OpenedModel _model;
    private readonly P256PrivateKey _key;
    private readonly Disputant _disputant;
    private Digest _previous; // of what was signed last
    private Digest _heard; // of what the challenger signed last
    private DefenceReply? _reply; // to that

    private Defence(OpenedModel model, P256PrivateKey key, Disputant disputant, DsseEnvelope opening, DisputeOpening read, P256PublicKey challenger)
    {
        (_model, _key, _disputant, Receipt, Challenger) = (model, key, disputant, read.Receipt, challenger);
        _previous = _heard = Digest.Sha256(opening.Payload.Span);
    }

    /// <summary>The receipt.</summary>
    public ReceiptId Receipt { get; }

    /// <summary>Who contradicts it.</summary>
    public P256PublicKey Challenger { get; }

    /// <summary>Whether there is a verdict, or the node cannot go on.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Runs the receipt's inference again, with the full trace.</summary>
    /// <exception cref="InvalidInputException">The terms of the opening are not those of the receipt, or it cannot be disputed here.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Defence Begin(
        StoredReceipt stored, OpenedModel model, P256PrivateKey key, DsseEnvelope opening, DisputeOpening read, P256PublicKey challenger, DisputeLimits limits, CancellationToken cancellation)
    {
        ReceiptContent content = OpenGradient.Receipts.Receipt.TryParse(stored.Envelope, out Receipt? receipt, out _) ? receipt.Content : throw new System.Diagnostics.UnreachableException();
        DisputedInference inference = ReceiptInference.Of(model, content, stored.InputLeaves, stored.OutputLeaves);
        if (inference.Id != read.Dispute)
            throw new InvalidInputException(InvalidInputKind.Conflict, "opening", $"The terms of a dispute about this receipt are {inference.Id}, not {read.Dispute}.");
        Disputant disputant = Disputant.Honest(inference, Party.A, limits, new DisputeMonitor(null, cancellation));
        return new Defence(model, key, disputant, opening, read, challenger);
    }

    /// <summary>Answers what the challenger said; the first time, nothing. The same again gets the same answer.</summary>
    /// <exception cref="InvalidInputException">It is not the challenger's, or not said next.</exception>
    public DefenceReply Answer(DsseEnvelope? said)
    {
        if (_reply is not null && said is not null && Digest.Sha256(said.Payload.Span) == _heard)
            return _reply;
        if (said is not null)
            Hear(said);
        return _reply = _disputant.Verdict is { } verdict ? End(verdict) : Speak();
    }

    public void Dispose() => _model.Dispose();

    private void Hear(DsseEnvelope said)
    {
        if (!DisputeStatement.TryOpen(said, Challenger, out DisputeStatement? statement))
            throw new InvalidInputException(InvalidInputKind.Malformed, "message", "This is no message that the challenger of this dispute signed.");
        if (statement.Receipt != Receipt || statement.Previous != _previous)
            throw new InvalidInputException(InvalidInputKind.Conflict, "message", "It does not follow what was said last in this dispute.");
        _disputant.Hear(statement.ToMessage());
        _heard = _previous = Digest.Sha256(said.Payload.Span);
        _reply = null;
    }

    private DefenceReply Speak()
    {
        IsOver = true; // unless it can say something that is no end
        DsseEnvelope signed = DisputeStatement.Sign(Receipt, _previous, _disputant.Speak(), _key)
            ?? throw new InvalidInputException(InvalidInputKind.TooLarge, "message", "What this node would have to say is too large to be sent.");
        IsOver = _disputant.Verdict is not null;
        _previous = Digest.Sha256(signed.Payload.Span);
        return new DefenceReply(signed, null);
    }

    private DefenceReply End(Verdict verdict)
    {
        IsOver = true;
        return new DefenceReply(null, verdict);
    }
}
