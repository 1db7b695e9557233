using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>Reads the members that heads and segments are made of.</summary>
internal static class StreamStatement
{
    /// <summary>A statement of this type, in the canonical form and in no other: two readers of the same bytes see the same statement.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, string type, [NotNullWhen(true)] out JsonValue? json) =>
        JsonReader.TryRead(bytes, out json) && json.TryGetString("type", out string? found) && found == type
        && CanonicalJson.Serialize(json).AsSpan().SequenceEqual(bytes);

    public static bool TryCount(JsonValue json, string name, out long count)
    {
        count = 0;
        return json.TryGetString(name, out string? text) && TextForm.TryReadCount(text, out count);
    }

    public static bool TryDigest(JsonValue json, string name, out Digest digest)
    {
        digest = default;
        return json.TryGetString(name, out string? text) && Digest.TryParse(text, out digest);
    }
}
