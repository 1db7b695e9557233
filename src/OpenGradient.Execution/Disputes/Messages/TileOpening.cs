using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>One tile of a document, with its path to the root over the tiles.</summary>
/// <param name="Document">The document.</param>
/// <param name="Index">The tile's number.</param>
/// <param name="Tile">The tile.</param>
/// <param name="Path">From the tile to the root.</param>
internal sealed record TileOpening(DocumentName Document, int Index, OpenedTile Tile, ImmutableArray<Digest> Path)
{
    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => JsonValue.Object(
        ("bytes", Json.Bytes(Tile.Bytes.AsSpan())),
        ("document", JsonValue.String(Document.ToString())),
        ("path", Json.Digests(Path)),
        ("state", Json.Optional(Tile.State)),
        ("tile", Json.Decimal(Index)));

    /// <summary>Reads it.</summary>
    public static bool TryRead(JsonValue value, out TileOpening opening)
    {
        DocumentName document = default;
        bool isRead = Json.TryBytes(value, "bytes", TiledDocument.TileBytes, out ImmutableArray<byte> bytes)
            & (value.TryGetString("document", out string? text) && DocumentName.TryParse(text, out document))
            & Json.TryPath(value, "path", out ImmutableArray<Digest> path)
            & Json.TryOptionalDigest(value, "state", out Digest? state)
            & Json.TryInteger(value, "tile", out int index);
        opening = new TileOpening(document, index, new OpenedTile(state, bytes), path);
        return isRead;
    }
}
