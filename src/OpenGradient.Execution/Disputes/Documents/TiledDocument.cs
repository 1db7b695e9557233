using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>Bytes with a plain SHA-256 digest, and the tree over their tiles through which parts of them are shown.</summary>
/// <remarks>
/// <code>
/// tile j  = bytes 1024·j … 1024·j + 1023 (the last may be shorter; no bytes are one empty tile)
/// state j = SHA-256's chaining value before tile j
/// leaf j  = SHA-256( 0x00 ‖ state j ‖ tile j )        root = RFC 6962 over the leaves
/// </code>
/// </remarks>
internal sealed class TiledDocument
{
    /// <summary>Bytes of a tile: sixteen blocks of SHA-256.</summary>
    public const int TileBytes = 1024;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Digest[] _states;
    private readonly Digest[] _leaves;

    public TiledDocument(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        _states = new Digest[CountTiles(bytes.Length)];
        _leaves = new Digest[_states.Length];
        Digest state = Sha256Chain.Initial;
        for (int index = 0; index < _states.Length; index++)
        {
            ReadOnlySpan<byte> tile = Tile(index);
            _states[index] = state;
            _leaves[index] = LeafHash(state, tile);
            if (index + 1 < _states.Length)
                state = Sha256Chain.Advance(state, tile);
        }

        Root = MerkleTree.Root(_leaves);
    }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The root over the tiles.</summary>
    public Digest Root { get; }

    /// <summary>The leaf hashes of the tiles.</summary>
    public ReadOnlySpan<Digest> Leaves => _leaves;

    /// <summary>How many tiles so many bytes fall into.</summary>
    public static int CountTiles(long byteCount) => (int)Math.Max(1, (byteCount + TileBytes - 1) / TileBytes);

    /// <summary>How long tile <paramref name="index"/> of so many bytes is.</summary>
    public static int TileLength(long byteCount, int index) => (int)Math.Min(TileBytes, byteCount - ((long)index * TileBytes));

    /// <summary>The leaf hash of a tile.</summary>
    public static Digest LeafHash(Digest state, ReadOnlySpan<byte> tile)
    {
        byte[] leaf = new byte[Digest.SizeBytes + tile.Length];
        state.CopyTo(leaf);
        tile.CopyTo(leaf.AsSpan(Digest.SizeBytes));
        return MerkleTree.HashLeaf(leaf);
    }

    /// <summary>The bytes of a tile.</summary>
    public ReadOnlySpan<byte> Tile(int index) => _bytes.Span.Slice(index * TileBytes, TileLength(_bytes.Length, index));

    /// <summary>The tile with its chaining value.</summary>
    public OpenedTile Open(int index) => new(_states[index], ImmutableCollectionsMarshal.AsImmutableArray(Tile(index).ToArray()));

    /// <summary>The path from tile <paramref name="index"/> to the root.</summary>
    public ImmutableArray<Digest> Path(int index) => MerkleTree.ProveInclusion(index, _leaves);
}
