using OpenGradient.Interop.Tests.Cose;
using OpenGradient.Interop.Tests.Twins;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests.Eip712;

/// <summary>Typed data for each rule of interop-1 §3.1 and §3.2.</summary>
internal static class Eip712Vectors
{
    private static readonly Account Wallet = new(TestKeys.DigestOf("interop-1 test key: account"));
    private static readonly string Zero = "0x" + new string('0', 64);

    public static IEnumerable<TwinVector> Cases() => [.. Forms(), .. Messages(), .. Signatures(), .. Accounts(), .. WithBundle()];

    private static IEnumerable<TwinVector> Forms() =>
    [
        new("eip712-ok", TwinCode.Ok, new TypedDraft().ToBytes()),
        new("eip712-ok-tensor", TwinCode.Ok, TypedReceipt.Sign(TwinSample.Tensor, TestKeys.Issuer)),
        new("eip712-ok-unknown-member", TwinCode.Ok, new TypedDraft().With(static draft => draft.File["note"] = "1").ToBytes()),
        new("eip712-empty", TwinCode.TwinMalformed, []),
        new("eip712-truncated", TwinCode.TwinMalformed, new TypedDraft().ToBytes()[..^1]),
        Malformed("eip712-media-type", static draft => draft.File["mediaType"] = "application/json"),
        Malformed("eip712-no-signatures", static draft => draft.File.Remove("signatures")),
        Malformed("eip712-no-digest", static draft => draft.File.Remove("digest")),
        Malformed("eip712-digest-upper-case", static draft => draft.File["digest"] = draft.File["digest"]!.GetValue<string>().ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal)),
    ];

    private static IEnumerable<TwinVector> Messages() =>
    [
        Malformed("eip712-domain-chain-id", static draft => draft.File["typedData"]!["domain"]!["chainId"] = "1"),
        Malformed("eip712-domain-version", static draft => draft.File["typedData"]!["domain"]!["version"] = "2"),
        Malformed("eip712-type-renamed", static draft => draft.File["typedData"]!["types"]!["InferenceReceipt"]![0]!["name"] = "id"),
        Malformed("eip712-type-widened", static draft => draft.File["typedData"]!["types"]!["InferenceReceipt"]![9]!["type"] = "uint256"),
        Malformed("eip712-primary-type", static draft => draft.File["typedData"]!["primaryType"] = "EIP712Domain"),
        Malformed("eip712-message-member-missing", static draft => draft.Message.Remove("trace")),
        Malformed("eip712-message-member-more", static draft => draft.Message["payment"] = Zero),
        Malformed("eip712-message-number", static draft => draft.Message["issuedAt"] = 1_790_000_000),
        Malformed("eip712-message-leading-zero", static draft => draft.Message["issuedAt"] = "01790000000"),
        Malformed("eip712-message-short-word", static draft => draft.Message["model"] = "0x00"),
        new("eip712-message-changed", TwinCode.DigestMismatch, new TypedDraft().With(static draft => draft.Message["model"] = Zero).ToBytes()),
        new("eip712-digest-changed", TwinCode.DigestMismatch, new TypedDraft().With(static draft => draft.File["digest"] = Zero).ToBytes()),
        new("eip712-struct-hash-changed", TwinCode.DigestMismatch, new TypedDraft().With(static draft => draft.File["structHash"] = Zero).ToBytes()),
    ];

    private static IEnumerable<TwinVector> Signatures() =>
    [
        new("eip712-no-issuer-signature", TwinCode.IssuerKeyMissing, new TypedDraft().With(static draft => draft.File["signatures"]!.AsArray().Clear()).ToBytes()),
        new("eip712-key-of-another", TwinCode.IssuerKeyMismatch, new TypedDraft().SignAgain(TestKeys.Forger).ToBytes()),
        new("eip712-key-off-curve", TwinCode.IssuerKeyMalformed, OffCurve()),
        new("eip712-signature-short", TwinCode.SignatureMalformed, Resigned(static signature => signature[..63])),
        new("eip712-signature-high-s", TwinCode.SignatureHighS, Resigned(CoseVectors.HighS)),
        new("eip712-signature-flipped", TwinCode.SignatureInvalid, Resigned(static signature => [(byte)(signature[0] ^ 1), .. signature.AsSpan(1)])),
        new("eip712-signature-over-sha256", TwinCode.SignatureInvalid, new TypedDraft().With(static draft => draft.IssuerEntry["signature"] = Hexadecimal.Encode(TestKeys.Issuer.Sign(draft.Digest.AsSpan()))).ToBytes()),
        Malformed("eip712-signature-upper-case", static draft => draft.IssuerEntry["signature"] = draft.IssuerEntry["signature"]!.GetValue<string>().ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal)),
        new("eip712-ok-unknown-entry", TwinCode.Ok, new TypedDraft().With(static draft => draft.File["signatures"]!.AsArray().Insert(0, new System.Text.Json.Nodes.JsonObject { ["type"] = "ed25519" })).ToBytes()),
        Malformed("eip712-signature-no-hex", static draft => draft.IssuerEntry["signature"] = "0xzz"),
        Malformed("eip712-spki-no-base64", static draft => draft.IssuerEntry["spki"] = "*"),
        Malformed("eip712-signatures-too-many", static draft => Enumerable.Range(0, 16).ToList().ForEach(_ => draft.AddAccount(Wallet.Address, []))),
    ];

    private static IEnumerable<TwinVector> Accounts() =>
    [
        new("eip712-ok-account", TwinCode.Ok, new TypedDraft().With(static draft => draft.AddAccount(Wallet.Address, Wallet.Sign(draft.Digest))).ToBytes()),
        new("eip712-account-of-another", TwinCode.AccountSignatureInvalid, new TypedDraft().With(static draft => draft.AddAccount("0x" + new string('1', 40), Wallet.Sign(draft.Digest))).ToBytes()),
        new("eip712-account-v-0", TwinCode.AccountSignatureInvalid, new TypedDraft().With(static draft => draft.AddAccount(Wallet.Address, [.. Wallet.Sign(draft.Digest)[..64], 0])).ToBytes()),
        new("eip712-account-other-v", TwinCode.AccountSignatureInvalid, new TypedDraft().With(static draft => draft.AddAccount(Wallet.Address, [.. Wallet.Sign(draft.Digest)[..64], (byte)(55 - Wallet.Sign(draft.Digest)[64])])).ToBytes()),
        new("eip712-account-over-another-digest", TwinCode.AccountSignatureInvalid, new TypedDraft().AddAccount(Wallet.Address, Wallet.Sign(default)).ToBytes()),
        Malformed("eip712-account-upper-case", static draft => draft.AddAccount(Wallet.Address.ToUpperInvariant(), Wallet.Sign(draft.Digest))),
    ];

    private static IEnumerable<TwinVector> WithBundle()
    {
        byte[] bundle = TwinSample.BundleOf(TwinSample.Chat);
        return
        [
            new("eip712-ok-with-bundle", TwinCode.Ok, new TypedDraft().ToBytes(), bundle),
            new("eip712-bundle-is-none", TwinCode.BundleInvalid, new TypedDraft().ToBytes(), []),
            new("eip712-bundle-of-another", TwinCode.ReceiptDiffers, new TypedDraft().ToBytes(), TwinSample.BundleOf(TwinSample.Tensor)),
            new("eip712-other-output-than-bundle", TwinCode.IssuerContradictsItself, new TypedDraft().With(static draft => draft.Message["output"] = Zero).SignAgain().ToBytes(), bundle),
            new("eip712-other-time-than-bundle", TwinCode.IssuerContradictsItself, new TypedDraft().With(static draft => draft.Message["issuedAt"] = "1").SignAgain().ToBytes(), bundle),
            new("eip712-of-another-issuer", TwinCode.IssuerMismatch, Framed(static _ => { }), bundle), // whoever makes a key can sign this: it convicts nobody
            new("eip712-of-another-issuer-other-output", TwinCode.IssuerMismatch, Framed(static draft => draft.Message["output"] = Zero), bundle),
            new("eip712-other-output-alone", TwinCode.Ok, new TypedDraft().With(static draft => draft.Message["output"] = Zero).SignAgain().ToBytes()), // without the bundle nobody can tell
        ];
    }

    /// <summary>Typed data under a receipt's id, by somebody else than the receipt's issuer, who names himself as that.</summary>
    private static byte[] Framed(Action<TypedDraft> change) => new TypedDraft()
        .With(static draft => draft.Message["issuer"] = Hexadecimal.Encode(TestKeys.Forger.PublicKey.KeyId.AsSpan()))
        .With(change)
        .SignAgain(TestKeys.Forger)
        .ToBytes();

    private static TwinVector Malformed(string name, Action<TypedDraft> change) => new(name, TwinCode.TwinMalformed, new TypedDraft().With(change).ToBytes());

    private static byte[] Resigned(Func<byte[], byte[]> change) =>
        new TypedDraft().With(draft => draft.IssuerEntry["signature"] = Hexadecimal.Encode(change(TestKeys.Issuer.SignDigest(draft.Digest)))).ToBytes();

    private static byte[] OffCurve()
    {
        byte[] spki = [.. TestKeys.Issuer.PublicKey.Spki[..^1], (byte)(TestKeys.Issuer.PublicKey.Spki[^1] ^ 1)];
        return new TypedDraft().With(draft => draft.Message["issuer"] = Hexadecimal.Encode(Digest.Sha256(spki).AsSpan())).SignAgain().With(draft => draft.IssuerEntry["spki"] = Convert.ToBase64String(spki)).ToBytes();
    }
}
