using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;

namespace OpenGradient.Primitives;

/// <summary>The Merkle tree of RFC 6962 / RFC 9162 over SHA-256: roots and inclusion proofs of lists held in memory.</summary>
/// <remarks>
/// The empty tree has the root SHA-256(""). Leaves and nodes are hashed with different prefixes (0x00, 0x01), so that no node
/// can be shown as a leaf. Proofs are checked by <see cref="MerkleProof"/>.
/// </remarks>
public static class MerkleTree
{
    /// <summary>The root of the tree without leaves (RFC 9162 §2.1.1).</summary>
    public static Digest EmptyRoot { get; } = Digest.Sha256([]);

    /// <summary>SHA-256(0x00 ‖ data).</summary>
    public static Digest HashLeaf(ReadOnlySpan<byte> data)
    {
        // One call for short leaves: setting an incremental hash up costs more than hashing them.
        if (data.Length < ShortLeafBytes)
        {
            Span<byte> leaf = stackalloc byte[ShortLeafBytes];
            leaf[0] = 0x00;
            data.CopyTo(leaf[1..]);
            return Digest.Sha256(leaf[..(1 + data.Length)]);
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0x00]);
        hash.AppendData(data);
        return Digest.Finish(hash);
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    public static Digest HashNode(Digest left, Digest right)
    {
        Span<byte> node = stackalloc byte[1 + (2 * Digest.SizeBytes)];
        node[0] = 0x01;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + Digest.SizeBytes)..]);
        return Digest.Sha256(node);
    }

    /// <summary>The root over leaf hashes, in order.</summary>
    public static Digest Root(ReadOnlySpan<Digest> leafHashes) => leafHashes.Length switch
    {
        0 => EmptyRoot,
        1 => leafHashes[0],
        _ => HashNode(Root(leafHashes[..SplitPoint(leafHashes.Length)]), Root(leafHashes[SplitPoint(leafHashes.Length)..])),
    };

    /// <summary>The sibling hashes from leaf <paramref name="index"/> up to the root, leaf side first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public static ImmutableArray<Digest> ProveInclusion(int index, ReadOnlySpan<Digest> leafHashes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leafHashes.Length);
        var path = ImmutableArray.CreateBuilder<Digest>();
        AppendPath(index, leafHashes, path);
        return path.ToImmutable();
    }

    private static void AppendPath(int index, ReadOnlySpan<Digest> leafHashes, ImmutableArray<Digest>.Builder path)
    {
        if (leafHashes.Length == 1)
            return;
        int split = SplitPoint(leafHashes.Length);
        bool isLeft = index < split;
        AppendPath(isLeft ? index : index - split, isLeft ? leafHashes[..split] : leafHashes[split..], path);
        path.Add(Root(isLeft ? leafHashes[split..] : leafHashes[..split]));
    }

    /// <summary>The largest power of two smaller than <paramref name="leafCount"/> (RFC 9162 §2.1.1).</summary>
    private static int SplitPoint(int leafCount) => 1 << BitOperations.Log2((uint)(leafCount - 1));

    private const int ShortLeafBytes = 256;
}
