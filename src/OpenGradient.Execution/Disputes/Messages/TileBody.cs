using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>One tile of a document whose leaf hash is known.</summary>
/// <param name="Tile">The tile.</param>
internal sealed record TileBody(OpenedTile Tile) : ITypedDisputeBody<TileBody>
{
    /// <inheritdoc/>
    public static string Name => "tile";

    /// <inheritdoc/>
    public static int LimitBytes => 4096;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(("bytes", Json.Bytes(Tile.Bytes.AsSpan())), ("state", Json.Optional(Tile.State)));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out TileBody? body)
    {
        bool isRead = Json.TryBytes(value, "bytes", TiledDocument.TileBytes, out ImmutableArray<byte> bytes)
            & Json.TryOptionalDigest(value, "state", out Digest? state);
        body = isRead ? new TileBody(new OpenedTile(state, bytes)) : null;
        return isRead;
    }
}
