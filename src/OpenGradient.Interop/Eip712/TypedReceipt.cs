using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Interop;

/// <summary>A receipt as EIP-712 typed data, and the file that carries it with its signatures (interop-1 §3).</summary>
public static class TypedReceipt
{
    /// <summary>The media type of the file, which it names.</summary>
    public const string MediaType = "application/vnd.opengradient.eip712-receipt.v1+json";

    /// <summary>The most bytes that a file may have.</summary>
    public const int MaximumBytes = 65_536;

    internal const string PrimaryType = "InferenceReceipt";
    internal const string P256Type = "p256";
    internal const string Secp256k1Type = "secp256k1";

    /// <summary>Members and types of the struct, in the order of the specification.</summary>
    internal static readonly ImmutableArray<(string Name, string Type)> Members =
    [
        ("receiptId", "bytes32"), ("issuer", "bytes32"), ("model", "bytes32"), ("program", "bytes32"), ("spec", "bytes32"), ("sampling", "bytes32"),
        ("input", "bytes32"), ("output", "bytes32"), ("trace", "bytes32"), ("issuedAt", "uint64"), ("clientNonce", "bytes"),
    ];

    internal static readonly JsonValue Types = JsonValue.Object(
        ("EIP712Domain", Declare([("name", "string"), ("version", "string")])),
        (PrimaryType, Declare(Members.AsSpan())));

    internal static readonly JsonValue Domain = JsonValue.Object(
        ("name", JsonValue.String("OpenGradient InferenceReceipt")),
        ("version", JsonValue.String("1")));

    /// <summary>Signs the twin of a receipt with the key that it names as its issuer's.</summary>
    /// <exception cref="ArgumentException">The receipt names another key.</exception>
    public static byte[] Sign(Receipt receipt, P256PrivateKey key)
    {
        if (receipt.Content.Issuer.Key != key.PublicKey.KeyId)
            throw new ArgumentException("The receipt names another key as its issuer's.", nameof(key));
        JsonValue typedData = TypedData(receipt);
        bool isHashed = TypedDataHasher.TryHash(typedData, out Digest structHash, out Digest digest);
        Debug.Assert(isHashed, "The typed data of a receipt has the types that it declares.");
        return CanonicalJson.Serialize(JsonValue.Object(
            ("mediaType", JsonValue.String(MediaType)),
            ("typedData", typedData),
            ("structHash", JsonValue.String(Hexadecimal.Encode(structHash.AsSpan()))),
            ("digest", JsonValue.String(Hexadecimal.Encode(digest.AsSpan()))),
            ("signatures", JsonValue.Array(JsonValue.Object(
                ("type", JsonValue.String(P256Type)),
                ("spki", JsonValue.String(Convert.ToBase64String(key.PublicKey.Spki))),
                ("signature", JsonValue.String(Hexadecimal.Encode(key.SignDigest(digest)))))))));
    }

    /// <summary>Adds the signature of an Ethereum account, which a wallet made of the typed data; false if the file is none, or the signature leads to no account.</summary>
    /// <param name="file">The file.</param>
    /// <param name="signature">r ‖ s ‖ v.</param>
    /// <param name="signed">The file with the signature.</param>
    /// <param name="address">The account that it leads to: any signature leads to one, so whoever adds it looks whether it is the right one.</param>
    public static bool TryAddAccount(ReadOnlySpan<byte> file, ReadOnlySpan<byte> signature, out byte[] signed, out string address)
    {
        signed = [];
        address = "";
        if (!TypedReceiptFile.TryRead(file, out TypedReceiptFile? read) || !EthereumAccount.TryRecover(read.Digest, signature, out address) || !JsonReader.TryRead(file, out JsonValue? json))
            return false;
        JsonValue entry = JsonValue.Object(
            ("type", JsonValue.String(Secp256k1Type)),
            ("address", JsonValue.String(address)),
            ("signature", JsonValue.String(Hexadecimal.Encode(signature))));
        signed = CanonicalJson.Serialize(JsonValue.Object(
            [.. json.Members.Select(member => member.Key == "signatures" ? KeyValuePair.Create(member.Key, JsonValue.Array([.. member.Value.Items, entry])) : member)]));
        return true;
    }

    /// <summary>What a wallet or contract is given: the receipt as <c>eth_signTypedData_v4</c> takes it.</summary>
    internal static JsonValue TypedData(Receipt receipt)
    {
        ReceiptContent content = receipt.Content;
        ReadOnlySpan<JsonValue> values =
        [
            Word(receipt.Id.Value), Word(content.Issuer.Key), Word(content.Model.Id.Value), Word(content.Model.Program.Value), Word(content.Execution.Spec), Word(SamplingDigest(receipt)),
            Word(content.Input.Root), Word(content.Output.Root), Word(content.Trace.Root),
            JsonValue.String(content.IssuedAt.ToString(CultureInfo.InvariantCulture)), JsonValue.String("0x" + content.Nonce.Client),
        ];
        var message = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>(Members.Length);
        for (int i = 0; i < Members.Length; i++)
            message.Add(new(Members[i].Name, values[i]));
        return JsonValue.Object(("types", Types), ("primaryType", JsonValue.String(PrimaryType)), ("domain", Domain), ("message", JsonValue.Object(message.MoveToImmutable())));
    }

    /// <summary>SHA-256 of the settings as they stand in the payload, which is canonical; zero for a receipt without.</summary>
    private static Digest SamplingDigest(Receipt receipt) =>
        JsonReader.TryRead(receipt.Payload.Span, out JsonValue? payload) && payload.TryGet("predicate", out JsonValue? predicate) && predicate.TryGet("sampling", out JsonValue? sampling)
            ? Digest.Sha256(CanonicalJson.Serialize(sampling))
            : default;

    private static JsonValue Word(Digest digest) => JsonValue.String(Hexadecimal.Encode(digest.AsSpan()));

    private static JsonValue Declare(ReadOnlySpan<(string Name, string Type)> members)
    {
        var declared = ImmutableArray.CreateBuilder<JsonValue>(members.Length);
        foreach ((string name, string type) in members)
            declared.Add(JsonValue.Object(("name", JsonValue.String(name)), ("type", JsonValue.String(type))));
        return JsonValue.Array(declared.MoveToImmutable());
    }
}
