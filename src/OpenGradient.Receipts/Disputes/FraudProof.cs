using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>A receipt and a whole dispute about it, each statement signed, in one file: not judged yet (spec/dispute-1, section 12).</summary>
/// <remarks>Holds no model. Shows the parts of inputs and weights that were opened, and digests of whole inputs.</remarks>
public sealed record FraudProof
{
    /// <summary>What the file is.</summary>
    public const string MediaType = "application/vnd.opengradient.fraud-proof.v1+json";

    /// <summary>The most bytes that the file may have.</summary>
    public const int MaximumBytes = 64 * 1024 * 1024;

    /// <summary>The most messages that a dispute may have.</summary>
    public const int MaximumMessages = 1024;

    /// <summary>The receipt, signed.</summary>
    public required DsseEnvelope Receipt { get; init; }

    /// <summary>The key of its issuer, who is party a.</summary>
    public required P256PublicKey Issuer { get; init; }

    /// <summary>The key of the challenger, who is party b.</summary>
    public required P256PublicKey Challenger { get; init; }

    /// <summary>The terms of the dispute.</summary>
    public required JsonValue Terms { get; init; }

    /// <summary>What the challenger began with.</summary>
    public required DsseEnvelope Opening { get; init; }

    /// <summary>What was said: party a and party b in turn.</summary>
    public required ImmutableArray<DsseEnvelope> Messages { get; init; }

    /// <summary>Whether a file says of itself that it is one.</summary>
    /// <remarks>Looks for the name before it reads anything: other files of many megabytes are not read for this.</remarks>
    public static bool IsNamed(ReadOnlySpan<byte> file) =>
        IsBounded(file) && file.IndexOf(Encoding.UTF8.GetBytes(MediaType)) >= 0 && JsonReader.TryRead(file, out JsonValue? json) && json.TryGetString("mediaType", out string? type) && type == MediaType;

    /// <summary>The file.</summary>
    public byte[] ToBytes() => CanonicalJson.Serialize(JsonValue.Object(
        ("challenger", KeyJson(Challenger)),
        ("issuer", KeyJson(Issuer)),
        ("mediaType", JsonValue.String(MediaType)),
        ("messages", JsonValue.Array([.. Messages.Select(static message => message.ToJson())])),
        ("opening", Opening.ToJson()),
        ("receipt", Receipt.ToJson()),
        ("terms", Terms)));

    /// <summary>Reads a file; false if it is none, or spelled otherwise than <see cref="ToBytes"/> does, unknown members included.</summary>
    public static bool TryParse(ReadOnlySpan<byte> file, [NotNullWhen(true)] out FraudProof? proof)
    {
        proof = null;
        if (!IsBounded(file) || !JsonReader.TryRead(file, out JsonValue? json) || PayloadReader.HoldsNumber(json)
            || !TryReadKey(json, "challenger", out P256PublicKey? challenger) || !TryReadKey(json, "issuer", out P256PublicKey? issuer)
            || !json.TryGet("opening", out JsonValue? first) || !DsseEnvelope.TryRead(first, out DsseEnvelope? opening)
            || !json.TryGet("receipt", out JsonValue? signed) || !DsseEnvelope.TryRead(signed, out DsseEnvelope? receipt)
            || !json.TryGet("terms", out JsonValue? terms) || !TryReadMessages(json, out ImmutableArray<DsseEnvelope> messages))
            return false;
        FraudProof read = new() { Receipt = receipt, Issuer = issuer, Challenger = challenger, Terms = terms, Opening = opening, Messages = messages };
        proof = file.SequenceEqual(read.ToBytes()) ? read : null;
        return proof is not null;
    }

    private static bool IsBounded(ReadOnlySpan<byte> file) => file.Length <= MaximumBytes && JsonMarks.Count(file) <= JsonMarks.MostInEvidence;

    private static bool TryReadMessages(JsonValue json, out ImmutableArray<DsseEnvelope> messages)
    {
        messages = [];
        if (!json.TryGet("messages", out JsonValue? list) || list.Kind != JsonKind.Array || list.Items.Length > MaximumMessages)
            return false;
        var read = ImmutableArray.CreateBuilder<DsseEnvelope>(list.Items.Length);
        foreach (JsonValue item in list.Items)
        {
            if (!DsseEnvelope.TryRead(item, out DsseEnvelope? envelope))
                return false;
            read.Add(envelope);
        }

        messages = read.MoveToImmutable();
        return true;
    }

    private static bool TryReadKey(JsonValue json, string name, [NotNullWhen(true)] out P256PublicKey? key)
    {
        key = null;
        return json.TryGetString(name, out string? text) && CanonicalBase64.TryDecode(text, out byte[] spki) && P256PublicKey.TryParse(spki, out key);
    }

    private static JsonValue KeyJson(P256PublicKey key) => JsonValue.String(Convert.ToBase64String(key.Spki));
}
