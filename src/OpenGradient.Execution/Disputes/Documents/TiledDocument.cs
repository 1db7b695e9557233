using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Bytes, and the tree over their tiles through which parts of them are shown.</summary>
/// <remarks>
/// <code>
/// tile j = bytes 1024·j … 1024·j + 1023 (the last may be shorter; no bytes are one empty tile)
/// leaf j = SHA-256( 0x00 ‖ tile j )                   the elements of a value: spec/exec-1, section 9
/// leaf j = SHA-256( 0x00 ‖ state j ‖ tile j )         a constant: state j is SHA-256's chaining value before tile j
/// root   = RFC 6962 over the leaves
/// </code>
/// </remarks>
internal sealed class TiledDocument
{
    /// <summary>Bytes of a tile: sixteen blocks of SHA-256.</summary>
    public const int TileBytes = TraceTiles.TileBytes;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Digest[]? _states;
    private readonly Digest[] _leaves;

    private TiledDocument(ReadOnlyMemory<byte> bytes, Digest[]? states, Digest[] leaves)
    {
        _bytes = bytes;
        _states = states;
        _leaves = leaves;
        Root = MerkleTree.Root(leaves);
    }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The root over the tiles.</summary>
    public Digest Root { get; }

    /// <summary>The leaf hashes of the tiles.</summary>
    public ReadOnlySpan<Digest> Leaves => _leaves;

    /// <summary>The elements of a value, whose tree a trace leaf holds.</summary>
    public static TiledDocument OfElements(ReadOnlyMemory<byte> bytes) => new(bytes, null, TraceTiles.Hash(bytes.Span));

    /// <summary>A constant as it is stored, which the Program knows by its plain digest.</summary>
    public static TiledDocument OfConstant(ReadOnlyMemory<byte> bytes)
    {
        var states = new Digest[TraceTiles.Count(bytes.Length)];
        var leaves = new Digest[states.Length];
        Digest state = Sha256Chain.Initial;
        for (int index = 0; index < states.Length; index++)
        {
            ReadOnlySpan<byte> tile = Tile(bytes.Span, index);
            states[index] = state;
            leaves[index] = LeafHash(state, tile);
            if (index + 1 < states.Length)
                state = Sha256Chain.Advance(state, tile);
        }

        return new TiledDocument(bytes, states, leaves);
    }

    /// <summary>A document of a dispute.</summary>
    public static TiledDocument Of(DocumentKind kind, ReadOnlyMemory<byte> bytes) => kind == DocumentKind.Constant ? OfConstant(bytes) : OfElements(bytes);

    /// <summary>How long tile <paramref name="index"/> of so many bytes is.</summary>
    public static int TileLength(long byteCount, int index) => (int)Math.Min(TileBytes, byteCount - ((long)index * TileBytes));

    /// <summary>The leaf hash of a tile.</summary>
    public static Digest LeafHash(Digest? state, ReadOnlySpan<byte> tile)
    {
        if (state is not { } chained)
            return MerkleTree.HashLeaf(tile);
        byte[] leaf = new byte[Digest.SizeBytes + tile.Length];
        chained.CopyTo(leaf);
        tile.CopyTo(leaf.AsSpan(Digest.SizeBytes));
        return MerkleTree.HashLeaf(leaf);
    }

    /// <summary>A tile, with its chaining value if the document has such.</summary>
    public OpenedTile Open(int index) => new(_states?[index], [.. Tile(_bytes.Span, index)]);

    /// <summary>The path from tile <paramref name="index"/> to the root.</summary>
    public ImmutableArray<Digest> Path(int index) => MerkleTree.ProveInclusion(index, _leaves);

    private static ReadOnlySpan<byte> Tile(ReadOnlySpan<byte> bytes, int index) => bytes.Slice(index * TileBytes, TileLength(bytes.Length, index));
}
