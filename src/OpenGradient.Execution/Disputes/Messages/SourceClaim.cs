using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What a party says of a document that the disputed step reads.</summary>
/// <param name="Document">The document.</param>
/// <param name="Header">Type and shape of a value; null for a constant, whose record says both.</param>
/// <param name="Tiles">The root over the tiles.</param>
/// <param name="Leaf">For a value that a step made: its content and its place; otherwise null.</param>
internal sealed record SourceClaim(DocumentName Document, ValueHeader? Header, Digest Tiles, ClaimedOutput? Leaf)
{
    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => JsonValue.Object(
        ("document", JsonValue.String(Document.ToString())),
        ("header", JsonValue.String(Header?.Text ?? "")),
        ("leaf", Leaf?.ToJson() ?? JsonValue.Null),
        ("tiles", Json.Digest(Tiles)));

    /// <summary>Reads it.</summary>
    public static bool TryRead(JsonValue value, out SourceClaim claim)
    {
        DocumentName document = default;
        ValueHeader? header = null;
        ClaimedOutput? leaf = null;
        bool isRead = (value.TryGetString("document", out string? text) && DocumentName.TryParse(text, out document))
            & (value.TryGetString("header", out string? line) && (line.Length == 0 || ValueHeader.TryParse(line, out header)))
            & (value.TryGet("leaf", out JsonValue? inner) && (inner.Kind == JsonKind.Null || ClaimedOutput.TryRead(inner, out leaf)))
            & Json.TryDigest(value, "tiles", out Digest tiles);
        claim = new SourceClaim(document, header, tiles, leaf);
        return isRead;
    }
}
