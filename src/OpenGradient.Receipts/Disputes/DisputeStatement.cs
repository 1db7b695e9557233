using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>A message of a dispute as its sender signs it: it binds the receipt and all that was said before (spec/dispute-1, section 12).</summary>
/// <param name="Receipt">The receipt that the dispute is about.</param>
/// <param name="Previous">The digest of what was signed before it.</param>
/// <param name="Message">The message of the game.</param>
public sealed record DisputeStatement(ReceiptId Receipt, Digest Previous, JsonValue Message)
{
    /// <summary>What is signed.</summary>
    public const string PayloadType = "application/vnd.opengradient.dispute-message.v1+json";

    /// <summary>The most bytes that may be signed.</summary>
    public const int MaximumBytes = (1 << 24) + 4096;

    /// <summary>The message in the form in which a referee takes it.</summary>
    public byte[] ToMessage() => CanonicalJson.Serialize(Message);

    /// <summary>Signs a message of the game; null if it has too many bytes to be sent.</summary>
    /// <exception cref="ArgumentException">It is no JSON.</exception>
    public static DsseEnvelope? Sign(ReceiptId receipt, Digest previous, ReadOnlySpan<byte> message, P256PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!JsonReader.TryRead(message, out JsonValue? json))
            throw new ArgumentException("A message of a dispute is JSON.", nameof(message));
        byte[] payload = CanonicalJson.Serialize(new DisputeStatement(receipt, previous, json).ToJson());
        return payload.Length > MaximumBytes ? null : DsseEnvelope.Sign(PayloadType, payload, key);
    }

    /// <summary>Reads a message that the key has signed; false if it is anything else.</summary>
    public static bool TryOpen(DsseEnvelope envelope, P256PublicKey key, [NotNullWhen(true)] out DisputeStatement? statement)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(key);
        statement = null;
        if (envelope.PayloadType != PayloadType || envelope.Payload.Length > MaximumBytes || !envelope.IsSignedBy(key)
            || !JsonReader.TryRead(envelope.Payload.Span, out JsonValue? json) || PayloadReader.HoldsNumber(json)
            || !json.TryGetString("receipt", out string? receiptText) || !ReceiptId.TryParse(receiptText, out ReceiptId receipt)
            || !json.TryGetString("previous", out string? previousText) || !Digest.TryParse(previousText, out Digest previous)
            || !json.TryGet("message", out JsonValue? message))
            return false;
        var read = new DisputeStatement(receipt, previous, message);
        statement = envelope.Payload.Span.SequenceEqual(CanonicalJson.Serialize(read.ToJson())) ? read : null;
        return statement is not null;
    }

    private JsonValue ToJson() => JsonValue.Object(
        ("message", Message),
        ("previous", JsonValue.String(Previous.ToString())),
        ("receipt", JsonValue.String(Receipt.ToString())));
}
