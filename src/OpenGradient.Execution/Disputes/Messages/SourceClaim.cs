using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What a party says of a document that the disputed step reads.</summary>
/// <param name="Document">The document.</param>
/// <param name="Tiles">For a constant: the root over its tiles.</param>
/// <param name="Leaf">For a value that a step made: the value and its place. Inputs are in the terms and need neither.</param>
internal sealed record SourceClaim(DocumentName Document, Digest? Tiles, ClaimedLeaf? Leaf)
{
    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => JsonValue.Object(
        ("document", JsonValue.String(Document.ToString())),
        ("leaf", Leaf?.ToJson() ?? JsonValue.Null),
        ("tiles", Json.Optional(Tiles)));

    /// <summary>Reads it.</summary>
    public static bool TryRead(JsonValue value, out SourceClaim claim)
    {
        DocumentName document = default;
        ClaimedLeaf? leaf = null;
        bool isRead = (value.TryGetString("document", out string? text) && DocumentName.TryParse(text, out document))
            & (value.TryGet("leaf", out JsonValue? inner) && (inner.Kind == JsonKind.Null || ClaimedLeaf.TryRead(inner, out leaf)))
            & Json.TryOptionalDigest(value, "tiles", out Digest? tiles);
        claim = new SourceClaim(document, tiles, leaf);
        return isRead;
    }
}
