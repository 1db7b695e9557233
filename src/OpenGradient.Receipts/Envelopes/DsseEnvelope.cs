using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>A DSSE v1.0 envelope: bytes, what they are, and who signed them (receipt-1 §1).</summary>
/// <param name="PayloadType">What the payload is.</param>
/// <param name="Payload">The bytes that are signed.</param>
/// <param name="Signatures">Signatures of the same bytes, by different keys.</param>
public sealed record DsseEnvelope(string PayloadType, ReadOnlyMemory<byte> Payload, ImmutableArray<DsseSignature> Signatures)
{
    /// <summary>Signs a receipt with the key that it names as its issuer's.</summary>
    /// <exception cref="ArgumentException">The receipt names another key.</exception>
    public static DsseEnvelope Sign(Receipt receipt, P256PrivateKey key)
    {
        Digest keyId = key.PublicKey.KeyId;
        if (receipt.Content.Issuer.Key != keyId)
            throw new ArgumentException("The receipt names another key as its issuer's.", nameof(key));
        return Sign(Statement.PayloadType, receipt.Payload, key);
    }

    /// <summary>Signs a payload of a type.</summary>
    public static DsseEnvelope Sign(string payloadType, ReadOnlyMemory<byte> payload, P256PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        byte[] signature = key.Sign(PreAuthenticationEncoding(payloadType, payload.Span));
        return new(payloadType, payload, [new(key.PublicKey.KeyId.ToString(), Convert.ToBase64String(signature))]);
    }

    /// <summary>Whether the first signature with the key's id is the key's, in the one form that is taken: 64 bytes, low-S.</summary>
    public bool IsSignedBy(P256PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        string keyId = key.KeyId.ToString();
        return Signatures.FirstOrDefault(signature => signature.KeyId == keyId) is { } signature
            && CanonicalBase64.TryDecode(signature.Sig, out byte[] bytes)
            && P256PublicKey.SignatureForm(bytes) == P256SignatureForm.LowS
            && key.Verify(PreAuthenticationEncoding(PayloadType, Payload.Span), bytes);
    }

    /// <summary>What is signed: <c>"DSSEv1" SP len(type) SP type SP len(payload) SP payload</c>, lengths in decimal.</summary>
    /// <remarks>The lengths keep type and payload apart: a signature over one pair is a signature over no other.</remarks>
    public static byte[] PreAuthenticationEncoding(string payloadType, ReadOnlySpan<byte> payload)
    {
        byte[] header = Encoding.UTF8.GetBytes($"DSSEv1 {Encoding.UTF8.GetByteCount(payloadType)} {payloadType} {payload.Length} ");
        return [.. header, .. payload];
    }

    /// <summary>The envelope as JSON.</summary>
    public JsonValue ToJson() => JsonValue.Object(
        ("payload", JsonValue.String(Convert.ToBase64String(Payload.Span))),
        ("payloadType", JsonValue.String(PayloadType)),
        ("signatures", JsonValue.Array([.. Signatures.Select(static signature => JsonValue.Object(
            ("keyid", JsonValue.String(signature.KeyId)),
            ("sig", JsonValue.String(signature.Sig))))])));

    /// <summary>Reads an envelope; false if a member is missing, of the wrong type, or the payload is not base64.</summary>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out DsseEnvelope? envelope)
    {
        envelope = null;
        if (!value.TryGetString("payload", out string? text) || !CanonicalBase64.TryDecode(text, out byte[] payload))
            return false;
        if (!value.TryGetString("payloadType", out string? payloadType))
            return false;
        if (!value.TryGet("signatures", out JsonValue? list) || list.Kind != JsonKind.Array)
            return false;
        var signatures = ImmutableArray.CreateBuilder<DsseSignature>(list.Items.Length);
        foreach (JsonValue item in list.Items)
        {
            if (!item.TryGetString("keyid", out string? keyId) || !item.TryGetString("sig", out string? sig))
                return false;
            signatures.Add(new(keyId, sig));
        }

        envelope = new(payloadType, payload, signatures.MoveToImmutable());
        return true;
    }
}
