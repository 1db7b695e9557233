using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Auditing;

/// <summary>What was signed in a dispute so far, by the node and by this auditor; each statement binds all before it.</summary>
internal sealed class Transcript(DsseEnvelope signed, ReceiptId receipt, P256PublicKey issuer, P256PrivateKey key, DisputedInference inference)
{
    /// <summary>The most bytes of an answer: a message in base64, and what is around it.</summary>
    public const int MostAnswerBytes = DisputeStatement.MaximumBytes / 3 * 4 + 65_536;

    private readonly DsseEnvelope _opening = new DisputeOpening(receipt, inference.Id, key.PublicKey.KeyId).Sign(key);
    private readonly ImmutableArray<DsseEnvelope>.Builder _messages = ImmutableArray.CreateBuilder<DsseEnvelope>();

    /// <summary>The receipt.</summary>
    public ReceiptId Receipt => receipt;

    /// <summary>Whether this auditor spoke last.</summary>
    public bool IsOwnLast => _messages.Count > 0 && _messages.Count % 2 == 0;

    private Digest Previous => Digest.Sha256((_messages.Count > 0 ? _messages[^1] : _opening).Payload.Span);

    /// <summary>What opens the dispute.</summary>
    public JsonValue Begin() => JsonValue.Object(("opening", _opening.ToJson()), ("spki", JsonValue.String(Convert.ToBase64String(key.PublicKey.Spki))));

    /// <summary>Takes in what the node said; null if it is no message that the receipt's key signed next.</summary>
    public byte[]? Hear(JsonValue answer)
    {
        if (_messages.Count >= FraudProof.MaximumMessages || !answer.TryGet("message", out JsonValue? json) || !DsseEnvelope.TryRead(json, out DsseEnvelope? envelope)
            || !DisputeStatement.TryOpen(envelope, issuer, out DisputeStatement? statement) || statement.Receipt != receipt || statement.Previous != Previous)
            return null;
        _messages.Add(envelope);
        return statement.ToMessage();
    }

    /// <summary>Signs what this auditor says.</summary>
    /// <exception cref="InvalidInputException">It is too large to be sent.</exception>
    public JsonValue Say(byte[] message)
    {
        DsseEnvelope envelope = DisputeStatement.Sign(receipt, Previous, message, key)
            ?? throw new InvalidInputException(InvalidInputKind.TooLarge, "dispute", "What would have to be said is too large to be sent.");
        _messages.Add(envelope);
        return JsonValue.Object(("message", envelope.ToJson()));
    }

    /// <summary>All of it, in one file.</summary>
    public FraudProof ToProof(JsonValue terms) =>
        new() { Receipt = signed, Issuer = issuer, Challenger = key.PublicKey, Terms = terms, Opening = _opening, Messages = _messages.ToImmutable() };
}
