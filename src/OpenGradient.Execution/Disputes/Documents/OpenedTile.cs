using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>A tile that somebody shows.</summary>
/// <param name="State">SHA-256's chaining value before the tile, in a document that is known by its plain digest; otherwise null.</param>
/// <param name="Bytes">The tile; at most <see cref="TiledDocument.TileBytes"/>.</param>
internal sealed record OpenedTile(Digest? State, ImmutableArray<byte> Bytes)
{
    /// <summary>Its leaf hash.</summary>
    public Digest LeafHash() => TiledDocument.LeafHash(State, Bytes.AsSpan());

    /// <summary>The chaining value after a tile that is not the last.</summary>
    public Digest Next() => Sha256Chain.Advance(State!.Value, Bytes.AsSpan());

    /// <summary>The digest of a document of which this is the last tile.</summary>
    public Digest Finish(long documentBytes) => Sha256Chain.Finish(State!.Value, Bytes.AsSpan(), documentBytes);
}
