using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The frame around every message: which dispute, who, which round, what kind.</summary>
internal static class Envelope
{
    /// <summary>The canonical bytes of a message.</summary>
    public static byte[] Write(Digest dispute, Party party, int round, IDisputeBody body) => CanonicalJson.Serialize(JsonValue.Object(
        ("body", body.ToJson()),
        ("dispute", Json.Digest(dispute)),
        ("kind", JsonValue.String(body.Kind)),
        ("party", JsonValue.String(Name(party))),
        ("round", Json.Decimal(round))));

    /// <summary>Reads a message of the kind that is due; false for anything else, not canonical bytes included.</summary>
    public static bool TryRead<TBody>(ReadOnlySpan<byte> bytes, Digest dispute, Party party, int round, [NotNullWhen(true)] out TBody? body)
        where TBody : class, ITypedDisputeBody<TBody>
    {
        body = null;
        if (bytes.Length > TBody.LimitBytes || !JsonReader.TryRead(bytes, out JsonValue? value))
            return false;
        if (!value.TryGet("body", out JsonValue? inner) || !TBody.TryRead(inner, out TBody? read))
            return false;
        // Written again it must be the same bytes: dispute, party, round and kind are checked by that, too.
        if (!Write(dispute, party, round, read).AsSpan().SequenceEqual(bytes))
            return false;
        body = read;
        return true;
    }

    /// <summary><c>a</c> or <c>b</c>.</summary>
    public static string Name(Party party) => party == Party.A ? "a" : "b";
}
