using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>All that a judge reads: single tiles, and whole documents where every tile is read.</summary>
/// <param name="Tiles">Tiles with their paths.</param>
/// <param name="Documents">Whole documents.</param>
internal sealed record OpeningsBody(ImmutableArray<TileOpening> Tiles, ImmutableArray<WholeOpening> Documents) : ITypedDisputeBody<OpeningsBody>
{
    /// <inheritdoc/>
    public static string Name => "openings";

    /// <inheritdoc/>
    public static int LimitBytes => 1 << 24;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(
        ("documents", Json.Array(Documents, static document => document.ToJson())),
        ("tiles", Json.Array(Tiles, static tile => tile.ToJson())));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out OpeningsBody? body)
    {
        bool isRead = Json.TryArray(value, "documents", WholeOpening.TryRead, out ImmutableArray<WholeOpening> documents)
            & Json.TryArray(value, "tiles", TileOpening.TryRead, out ImmutableArray<TileOpening> tiles);
        body = isRead ? new OpeningsBody(tiles, documents) : null;
        return isRead;
    }
}
