using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>What an issuer signs after each 32 tokens of a streamed answer, and at its end (receipt-1 §8.2).</summary>
/// <param name="Choice">Which of the request's answers it belongs to.</param>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Leaves">The hashes of the next leaves of the output tree.</param>
/// <param name="Previous">SHA-256 of the statement before it: the head, or a segment.</param>
/// <param name="Shown">The leaf hash of the text that was sent since the statement before it.</param>
/// <param name="Tokens">How many tokens the leaves are about.</param>
/// <param name="Finish">Why the answer is over; null but in the last segment.</param>
public sealed record StreamSegment(long Choice, long Index, ImmutableArray<Digest> Leaves, Digest Previous, Digest Shown, long Tokens, FinishReason? Finish)
{
    /// <summary>The DSSE payload type that a signature of a segment is over.</summary>
    public const string PayloadType = "application/vnd.opengradient.stream-segment.v1+json";

    /// <summary>The kind of the leaf that <see cref="Shown"/> is the hash of; its label is the index of the segment. It is in no tree.</summary>
    public const string ShownKind = "shown";

    private const string Type = "og-segment-1";

    /// <summary>The canonical JSON that is signed.</summary>
    public byte[] ToBytes()
    {
        (string, JsonValue)[] finish = Finish is FinishReason reason ? [("finish", JsonValue.String(reason.WireName()))] : [];
        return CanonicalJson.Serialize(JsonValue.Object([
            ("choice", JsonValue.String($"{Choice}")),
            .. finish,
            ("index", JsonValue.String($"{Index}")),
            ("leaves", JsonValue.Array([.. Leaves.Select(static leaf => JsonValue.String(leaf.ToString()))])),
            ("prev", JsonValue.String(Previous.ToString())),
            ("shown", JsonValue.String(Shown.ToString())),
            ("tokens", JsonValue.String($"{Tokens}")),
            ("type", JsonValue.String(Type)),
        ]));
    }

    /// <summary>Reads a segment; false for any other bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out StreamSegment? segment)
    {
        segment = null;
        if (!StreamStatement.TryRead(bytes, Type, out JsonValue? json) || !StreamStatement.TryCount(json, "choice", out long choice) || !StreamStatement.TryCount(json, "index", out long index)
            || !TryReadLeaves(json, out ImmutableArray<Digest> leaves) || !StreamStatement.TryDigest(json, "prev", out Digest previous)
            || !StreamStatement.TryDigest(json, "shown", out Digest shown) || !StreamStatement.TryCount(json, "tokens", out long tokens) || !TryReadFinish(json, out FinishReason? finish))
            return false;
        segment = new(choice, index, leaves, previous, shown, tokens, finish);
        return true;
    }

    private static bool TryReadLeaves(JsonValue json, out ImmutableArray<Digest> leaves)
    {
        leaves = [];
        if (!json.TryGet("leaves", out JsonValue? list) || list.Kind != JsonKind.Array)
            return false;
        var digests = ImmutableArray.CreateBuilder<Digest>(list.Items.Length);
        foreach (JsonValue item in list.Items)
        {
            if (item.Kind != JsonKind.String || !Digest.TryParse(item.Text, out Digest digest))
                return false;
            digests.Add(digest);
        }

        leaves = digests.MoveToImmutable();
        return true;
    }

    private static bool TryReadFinish(JsonValue json, out FinishReason? finish)
    {
        finish = null;
        if (!json.TryGet("finish", out JsonValue? value))
            return true;
        bool isKnown = FinishReasons.TryParse(value.Text, out FinishReason reason);
        finish = reason;
        return isKnown && value.Kind == JsonKind.String;
    }
}
