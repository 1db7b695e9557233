using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>What a challenger signs before a dispute over the network begins (spec/dispute-1, section 12).</summary>
/// <param name="Receipt">The receipt that is contradicted.</param>
/// <param name="Dispute">The digest of the terms.</param>
/// <param name="Challenger">The key id of the challenger.</param>
public sealed record DisputeOpening(ReceiptId Receipt, Digest Dispute, Digest Challenger)
{
    /// <summary>What is signed.</summary>
    public const string PayloadType = "application/vnd.opengradient.dispute-opening.v1+json";

    /// <summary>Signs it.</summary>
    /// <exception cref="ArgumentException">It names another key as its challenger's.</exception>
    public DsseEnvelope Sign(P256PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.PublicKey.KeyId != Challenger)
            throw new ArgumentException("The opening names another key as its challenger's.", nameof(key));
        return DsseEnvelope.Sign(PayloadType, CanonicalJson.Serialize(ToJson()), key);
    }

    /// <summary>Reads an opening that the key has signed; false if it is anything else.</summary>
    public static bool TryOpen(DsseEnvelope envelope, P256PublicKey key, [NotNullWhen(true)] out DisputeOpening? opening)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(key);
        opening = null;
        if (envelope.PayloadType != PayloadType || !envelope.IsSignedBy(key) || !JsonReader.TryRead(envelope.Payload.Span, out JsonValue? json)
            || !json.TryGetString("receipt", out string? receiptText) || !ReceiptId.TryParse(receiptText, out ReceiptId receipt)
            || !json.TryGetString("dispute", out string? disputeText) || !Digest.TryParse(disputeText, out Digest dispute))
            return false;
        var read = new DisputeOpening(receipt, dispute, key.KeyId);
        opening = envelope.Payload.Span.SequenceEqual(CanonicalJson.Serialize(read.ToJson())) ? read : null;
        return opening is not null;
    }

    private JsonValue ToJson() => JsonValue.Object(
        ("challenger", JsonValue.String(Challenger.ToString())),
        ("dispute", JsonValue.String(Dispute.ToString())),
        ("receipt", JsonValue.String(Receipt.ToString())));
}
