using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>The file of interop-1 §3, as it is written: of the right form, nothing else is judged yet.</summary>
/// <param name="TypedData">The typed data: our types and domain, and a message of their form.</param>
/// <param name="ReceiptId">The receipt that the message names.</param>
/// <param name="Issuer">The key that it names.</param>
/// <param name="StructHash">The hash of the message, as the file tells it.</param>
/// <param name="Digest">The digest that is signed, as the file tells it.</param>
/// <param name="IssuerSigned">Key and signature of the issuer; null if there is none.</param>
/// <param name="AccountsSigned">Addresses and signatures of Ethereum accounts.</param>
internal sealed record TypedReceiptFile(
    JsonValue TypedData, ReceiptId ReceiptId, Digest Issuer, Digest StructHash, Digest Digest, (byte[] Spki, byte[] Signature)? IssuerSigned, ImmutableArray<(string Address, byte[] Signature)> AccountsSigned)
{
    private const int MaximumSignatures = 16;

    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TypedReceiptFile? file)
    {
        file = null;
        if (!JsonReader.TryRead(bytes, out JsonValue? json) || !json.TryGetString("mediaType", out string? mediaType) || mediaType != TypedReceipt.MediaType)
            return false;
        if (!json.TryGet("typedData", out JsonValue? typedData) || !IsTypedReceipt(typedData, out Digest receipt, out Digest issuer))
            return false;
        if (!TryReadWord(json, "structHash", out Digest structHash) || !TryReadWord(json, "digest", out Digest digest))
            return false;
        if (!TryReadSignatures(json, out (byte[], byte[])? issuerSigned, out ImmutableArray<(string, byte[])> accounts))
            return false;
        file = new(typedData, new ReceiptId(receipt), issuer, structHash, digest, issuerSigned, accounts);
        return true;
    }

    /// <summary>Four members; types, primary type and domain are ours, and each member of the message is in its one form.</summary>
    private static bool IsTypedReceipt(JsonValue typedData, out Digest receipt, out Digest issuer)
    {
        issuer = default;
        receipt = default;
        bool isOurs = typedData.Members.Length == 4
            && IsSame(typedData, "types", TypedReceipt.Types)
            && IsSame(typedData, "primaryType", JsonValue.String(TypedReceipt.PrimaryType))
            && IsSame(typedData, "domain", TypedReceipt.Domain);
        if (!isOurs || !typedData.TryGet("message", out JsonValue? message) || message.Members.Length != TypedReceipt.Members.Length)
            return false;
        foreach ((string name, string type) in TypedReceipt.Members)
        {
            if (!message.TryGetString(name, out string? text) || !HasForm(text, type))
                return false;
        }

        return TryReadWord(message, "receiptId", out receipt) && TryReadWord(message, "issuer", out issuer);
    }

    private static bool IsSame(JsonValue value, string name, JsonValue expected) =>
        value.TryGet(name, out JsonValue? member) && CanonicalJson.Serialize(member).AsSpan().SequenceEqual(CanonicalJson.Serialize(expected));

    private static bool HasForm(string text, string type) => type switch
    {
        "bytes32" => Hexadecimal.TryDecodeExact(text, Digest.SizeBytes, out _),
        "bytes" => Hexadecimal.TryDecode(text, out byte[] bytes) && bytes.Length <= 64 && Hexadecimal.Encode(bytes) == text,
        _ => IsCount(text),
    };

    /// <summary>A count of receipt-1 §2: an integer below 2^63 without leading zeros.</summary>
    private static bool IsCount(string text) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long value)
        && value.ToString(System.Globalization.CultureInfo.InvariantCulture) == text;

    private static bool TryReadWord(JsonValue value, string name, out Digest word)
    {
        bool isWord = value.TryGetString(name, out string? text) & Hexadecimal.TryDecodeExact(text ?? "", Digest.SizeBytes, out byte[] bytes);
        word = isWord ? new Digest(bytes) : default;
        return isWord;
    }

    /// <summary>The first entry of the issuer's counts, as in a bundle; entries of other types are ignored.</summary>
    private static bool TryReadSignatures(JsonValue json, out (byte[] Spki, byte[] Signature)? issuerSigned, out ImmutableArray<(string Address, byte[] Signature)> accounts)
    {
        issuerSigned = null;
        accounts = [];
        if (!json.TryGet("signatures", out JsonValue? list) || list.Kind != JsonKind.Array || list.Items.Length > MaximumSignatures)
            return false;
        foreach (JsonValue entry in list.Items)
        {
            if (!entry.TryGetString("type", out string? type))
                return false;
            if (type == TypedReceipt.P256Type)
            {
                if (!TryReadSignature(entry, out byte[] signature) || !entry.TryGetString("spki", out string? encoded) || !CanonicalBase64.TryDecode(encoded, out byte[] spki))
                    return false;
                issuerSigned ??= (spki, signature);
            }
            else if (type == TypedReceipt.Secp256k1Type)
            {
                if (!TryReadSignature(entry, out byte[] signature) || !entry.TryGetString("address", out string? address) || !Hexadecimal.TryDecodeExact(address, EthereumAccount.AddressBytes, out _))
                    return false;
                accounts = accounts.Add((address, signature));
            }
        }

        return true;
    }

    /// <summary>Bytes of any length: whether they can be a signature is judged later.</summary>
    private static bool TryReadSignature(JsonValue entry, out byte[] signature)
    {
        signature = [];
        return entry.TryGetString("signature", out string? text) && Hexadecimal.TryDecode(text, out signature) && Hexadecimal.Encode(signature) == text;
    }
}
