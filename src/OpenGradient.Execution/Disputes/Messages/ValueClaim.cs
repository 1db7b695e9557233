using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>A value of the trace: the digest that its leaf holds, its header, and the root over its tiles.</summary>
/// <param name="Content">SHA-256 of header and elements.</param>
/// <param name="Header">Type and shape.</param>
/// <param name="Tiles">The root over the tiles of the content.</param>
internal sealed record ValueClaim(Digest Content, ValueHeader Header, Digest Tiles)
{
    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => JsonValue.Object(
        ("content", Json.Digest(Content)), ("header", JsonValue.String(Header.Text)), ("tiles", Json.Digest(Tiles)));

    /// <summary>Reads it.</summary>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out ValueClaim? claim)
    {
        ValueHeader? header = null;
        bool isRead = Json.TryDigest(value, "content", out Digest content)
            & (value.TryGetString("header", out string? text) && ValueHeader.TryParse(text, out header))
            & Json.TryDigest(value, "tiles", out Digest tiles);
        claim = isRead ? new ValueClaim(content, header!, tiles) : null;
        return isRead;
    }
}
