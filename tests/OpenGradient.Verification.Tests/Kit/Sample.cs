using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Tests;

/// <summary>Bundles as an honest issuer makes them, and what a dishonest one would sign.</summary>
internal static class Sample
{
    public const long Now = SampleContent.IssuedAt + 60;

    public static FakeLog Log { get; } = FakeLog.Create();

    public static ReceiptContent TensorContent => SampleContent.Tensor(Log.VerifierKey.KeyDigest);

    public static ReceiptContent ChatContent => SampleContent.Chat(Log.VerifierKey.KeyDigest);

    /// <summary>A language model's receipt with every setting, and with the draw for its nonce.</summary>
    public static ReceiptContent DrawnContent => ChatContent with
    {
        Draw = TestDraw.Make(ChatContent.Nonce.Client),
        Sampling = ChatContent.Sampling! with { FrequencyPenalty = "-0.5", Logprobs = "2", MinP = "0.05", PresencePenalty = "1e-1", RepetitionPenalty = "1.10" },
    };

    /// <summary>A tensor model's receipt; everything is disclosed.</summary>
    public static Bundle Tensor() => Issue(TensorContent) with
    {
        Disclosures = [.. SampleContent.TensorInput.DiscloseAll(), .. SampleContent.TensorOutput.DiscloseAll()],
    };

    /// <summary>A language model's receipt; everything is disclosed.</summary>
    public static Bundle Chat() => Issue(ChatContent) with
    {
        Disclosures = [.. SampleContent.ChatInput.DiscloseAll(), .. SampleContent.ChatOutput.DiscloseAll()],
    };

    /// <summary>A signed and logged receipt; nothing is disclosed.</summary>
    public static Bundle Issue(ReceiptContent content) => SignRaw(Receipt.Create(content).Payload);

    /// <summary>Signs and logs any payload, well-formed or not, with the issuer's key.</summary>
    public static Bundle SignRaw(ReadOnlyMemory<byte> payload, P256PrivateKey? signer = null, string type = Statement.PayloadType)
    {
        P256PrivateKey key = signer ?? TestKeys.Issuer;
        byte[] signature = key.Sign(DsseEnvelope.PreAuthenticationEncoding(type, payload.Span));
        byte[] proof = Log.Prove(new ReceiptId(Digest.Sha256(payload.Span))).Format();
        return new Bundle
        {
            Dsse = new(type, payload, [new(key.PublicKey.KeyId.ToString(), Convert.ToBase64String(signature))]),
            Evidence = [Evidence.IssuerKey(key.PublicKey), Evidence.LogProof(Log.VerifierKey.ToString(), proof)],
        };
    }

    public static VerificationReport Verify(this Bundle bundle, Policy? policy = null) => Verify(bundle.ToBytes(), policy);

    public static VerificationReport Verify(byte[] bundle, Policy? policy = null) =>
        BundleVerifier.Verify(bundle, policy ?? Policy.Default, Now);

    public static Purpose ParsePurpose(string? name, string? amount) =>
        Purpose.TryParse(name, amount, out Purpose? purpose) ? purpose.Value : throw new InvalidDataException($"{name}, {amount}");

    public static Policy ParsePolicy(string json) =>
        Policy.TryParse(Encoding.UTF8.GetBytes(json), out Policy? policy, out string fault) ? policy : throw new ArgumentException(fault);

    public static ReportRow? Row(this VerificationReport report, RowKind kind) => report.Rows.FirstOrDefault(row => row.Kind == kind);

    /// <summary>The rows as <c>kind:code</c>, for assertions that read like the specification.</summary>
    public static ImmutableArray<string> Codes(this VerificationReport report) =>
        [.. report.Rows.Select(static row => $"{row.Kind.WireName()}:{row.Code.WireName()}")];

}
