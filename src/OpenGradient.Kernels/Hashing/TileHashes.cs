using System.Runtime.InteropServices;
using OpenGradient.Primitives;

namespace OpenGradient.Kernels;

/// <summary>RFC 6962 trees over tiles of 1024 bytes, level by level: the same roots as hash after hash.</summary>
internal static class TileHashes
{
    /// <summary>The bytes of each tile but the last.</summary>
    public const int TileBytes = 1024;

    /// <summary>How many tiles so many bytes have; at least one.</summary>
    public static int Count(int byteCount) => Math.Max(1, (byteCount + TileBytes - 1) / TileBytes);

    /// <summary>The root over the tiles of <paramref name="data"/>.</summary>
    /// <param name="data">The elements of a value.</param>
    /// <param name="scratch">At least <see cref="Count"/> digests; left undefined.</param>
    /// <param name="workers">Who hashes.</param>
    public static Digest Root(ReadOnlySpan<byte> data, Span<Digest> scratch, Workers workers)
    {
        Span<Digest> tiles = scratch[..Count(data.Length)];
        var body = new TileHashing(data, tiles);
        workers.For(in body, body.PartCount);
        return Fold(body.Nodes());
    }

    /// <summary>The root over leaf hashes, of which there is at least one; they are overwritten.</summary>
    /// <remarks>Pairing neighbours and carrying a last odd one up gives the tree of RFC 6962 §2.1.</remarks>
    public static Digest Fold(Span<Digest> hashes)
    {
        while (hashes.Length > 1)
            hashes = FoldOnce(hashes);
        return hashes[0];
    }

    /// <summary>The roots of many trees of <paramref name="leafCount"/> hashes each, one behind the other; they are overwritten.</summary>
    public static Span<Digest> FoldEach(Span<Digest> hashes, int leafCount)
    {
        for (; leafCount > 1; leafCount = (leafCount + 1) / 2)
            hashes = leafCount % 2 == 0 ? FoldOnce(hashes) : FoldOddOnce(hashes, leafCount);
        return hashes;
    }

    /// <summary>One level of trees with an odd number of hashes: the pairs of several trees are brought together, to fill vectors.</summary>
    private static Span<Digest> FoldOddOnce(Span<Digest> hashes, int leafCount)
    {
        int pairs = leafCount / 2;
        int treeCount = hashes.Length / leafCount;
        int treesAtOnce = Math.Max(1, 16 / pairs);
        Span<Digest> together = stackalloc Digest[32];
        for (int first = 0; first < treeCount; first += treesAtOnce)
        {
            int count = Math.Min(treesAtOnce, treeCount - first);
            if (pairs > 16)
                together = hashes.Slice(first * leafCount, leafCount);
            else
            {
                for (int tree = 0; tree < count; tree++)
                    hashes.Slice((first + tree) * leafCount, 2 * pairs).CopyTo(together[(tree * 2 * pairs)..]);
            }

            HashPairs(together, count * pairs);
            for (int tree = 0; tree < count; tree++)
            {
                Digest last = hashes[((first + tree + 1) * leafCount) - 1];
                Span<Digest> nodes = hashes.Slice((first + tree) * (pairs + 1), pairs + 1);
                together.Slice(tree * pairs, pairs).CopyTo(nodes);
                nodes[pairs] = last;
            }
        }

        return hashes[..(treeCount * (pairs + 1))];
    }

    /// <summary>One level: the nodes over neighbours, at the place of the first hashes, and a last odd hash as it is.</summary>
    public static Span<Digest> FoldOnce(Span<Digest> hashes)
    {
        int pairs = hashes.Length / 2;

        // A pair is read whole before its node is written, and no node is written behind a pair that is still to be read: batches go upwards.
        HashPairs(hashes, pairs);
        if (hashes.Length % 2 == 1)
            hashes[pairs++] = hashes[^1];
        return hashes[..pairs];
    }

    private static void HashPairs(Span<Digest> hashes, int pairCount)
    {
        Span<Digest> nodes = stackalloc Digest[16];
        for (int start = 0; start < pairCount; start += nodes.Length)
        {
            int count = Math.Min(nodes.Length, pairCount - start);
            PieceHashes.Hash(0x01, MemoryMarshal.AsBytes(hashes.Slice(2 * start, 2 * count)), 2 * Digest.SizeBytes, nodes[..count]);
            nodes[..count].CopyTo(hashes[start..]);
        }
    }
}
