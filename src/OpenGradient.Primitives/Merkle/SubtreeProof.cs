using System.Numerics;

namespace OpenGradient.Primitives;

/// <summary>Checks proofs about subtrees (draft-ietf-plants-merkle-tree-certs, section 4).</summary>
/// <remarks>
/// A subtree [start, end) is the tree over those leaves; start is a multiple of the smallest power of two that is not below end − start.
/// <para>Total: any numbers and any path give an answer, in at most 64 steps.</para>
/// </remarks>
public static class SubtreeProof
{
    /// <summary>Whether [start, end) is a subtree; empty ones are none.</summary>
    public static bool IsSubtree(ulong start, ulong end)
    {
        if (start >= end)
            return false;
        ulong count = end - start;
        // Above 2^63 leaves the next power of two is 2^64, of which only 0 is a multiple.
        return count > 1UL << 63 ? start == 0 : start % BitOperations.RoundUpToPowerOf2(count) == 0;
    }

    /// <summary>Whether <paramref name="path"/> leads from a leaf hash at <paramref name="index"/> to the root of a subtree.</summary>
    public static bool VerifyInclusion(ulong index, ulong start, ulong end, Digest leafHash, ReadOnlySpan<Digest> path, Digest root) =>
        IsSubtree(start, end) && index >= start && MerkleProof.VerifyInclusion(index - start, end - start, leafHash, path, root);

    /// <summary>Whether the leaves [start, end) of the tree of <paramref name="treeSize"/> leaves have the root <paramref name="subtreeRoot"/>.</summary>
    /// <remarks>The empty subtree is part of every tree that is not shorter, and has the empty root.</remarks>
    public static bool VerifyConsistency(ulong start, ulong end, ulong treeSize, Digest subtreeRoot, Digest root, ReadOnlySpan<Digest> path)
    {
        if (end > treeSize)
            return false;
        if (start == end)
            return path.IsEmpty && subtreeRoot == MerkleTree.EmptyRoot;
        return IsSubtree(start, end) && Fold(start, end - 1, treeSize - 1, subtreeRoot, root, path);
    }

    /// <summary>The draft's section 4.4.3: first and last leaf of the subtree, and last leaf of the tree, level by level.</summary>
    private static bool Fold(ulong first, ulong last, ulong treeLast, Digest subtreeRoot, Digest root, ReadOnlySpan<Digest> path)
    {
        bool endsTree = last == treeLast;
        while (first != last && (endsTree || (last & 1) == 1))
            (first, last, treeLast) = (first >> 1, last >> 1, treeLast >> 1);
        // A complete subtree, or one at the end of the tree, is its own first proof element.
        bool startsAtRoot = first == last;
        if (!startsAtRoot && path.IsEmpty)
            return false;
        Digest inside = startsAtRoot ? subtreeRoot : path[0];
        Digest outside = inside;
        foreach (Digest sibling in startsAtRoot ? path : path[1..])
        {
            if (treeLast == 0)
                return false;
            if ((last & 1) == 1 || last == treeLast)
            {
                if (first < last)
                    inside = MerkleTree.HashNode(sibling, inside);
                outside = MerkleTree.HashNode(sibling, outside);
                while ((last & 1) == 0 && last != 0)
                    (first, last, treeLast) = (first >> 1, last >> 1, treeLast >> 1);
            }
            else
            {
                outside = MerkleTree.HashNode(outside, sibling);
            }

            (first, last, treeLast) = (first >> 1, last >> 1, treeLast >> 1);
        }

        return treeLast == 0 && inside == subtreeRoot && outside == root;
    }
}
