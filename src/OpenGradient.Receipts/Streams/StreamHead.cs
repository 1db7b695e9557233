using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>What an issuer signs before the first token of a streamed answer (receipt-1 §8.1).</summary>
/// <param name="Choice">Which of the request's answers it is, from 0.</param>
/// <param name="Input">The commitment to the input, as the receipt will state it.</param>
/// <param name="Issuer">The id of the key that signs the stream and the receipt.</param>
/// <param name="Model">The published model version.</param>
/// <param name="Nonce">The two numbers used once; the provider's names the stream.</param>
/// <param name="Program">What the model was compiled to.</param>
/// <param name="StartedAt">Seconds since 1970-01-01 UTC by the issuer's clock.</param>
public sealed record StreamHead(long Choice, Commitment Input, Digest Issuer, ModelId Model, NonceStatement Nonce, ProgramId Program, long StartedAt)
{
    /// <summary>The DSSE payload type that a signature of a head is over.</summary>
    public const string PayloadType = "application/vnd.opengradient.stream-head.v1+json";

    private const string Type = "og-head-1";

    /// <summary>The canonical JSON that is signed.</summary>
    public byte[] ToBytes() => CanonicalJson.Serialize(JsonValue.Object(
        ("choice", JsonValue.String($"{Choice}")),
        ("input", JsonValue.Object(("leaves", JsonValue.String($"{Input.Leaves}")), ("root", JsonValue.String(Input.Root.ToString())))),
        ("issuer", JsonValue.String(Issuer.ToString())),
        ("model", JsonValue.String(Model.ToString())),
        ("nonce", JsonValue.Object(("client", JsonValue.String(Nonce.Client)), ("provider", JsonValue.String(Nonce.Provider)))),
        ("program", JsonValue.String(Program.ToString())),
        ("startedAt", JsonValue.String($"{StartedAt}")),
        ("type", JsonValue.String(Type))));

    /// <summary>Reads a head; false for any other bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out StreamHead? head)
    {
        head = null;
        if (!StreamStatement.TryRead(bytes, Type, out JsonValue? json) || !StreamStatement.TryCount(json, "choice", out long choice)
            || !json.TryGet("input", out JsonValue? input) || !StreamStatement.TryCount(input, "leaves", out long leaves) || !StreamStatement.TryDigest(input, "root", out Digest root)
            || !StreamStatement.TryDigest(json, "issuer", out Digest issuer) || !StreamStatement.TryDigest(json, "model", out Digest model)
            || !json.TryGet("nonce", out JsonValue? nonce) || !nonce.TryGetString("client", out string? client) || !nonce.TryGetString("provider", out string? provider)
            || !StreamStatement.TryDigest(json, "program", out Digest program) || !StreamStatement.TryCount(json, "startedAt", out long startedAt))
            return false;
        if (!TextForm.IsHex(client, 0, 64) || !TextForm.IsHex(provider, 32, 32))
            return false;
        head = new(choice, new(root, leaves), issuer, new(model), new(client, provider), new(program), startedAt);
        return true;
    }
}
