namespace OpenGradient.Primitives;

/// <summary>Checks inclusion and consistency proofs of RFC 9162 §2.1.3 and §2.1.4.</summary>
/// <remarks>
/// <para>Total: any sizes and any path give an answer, in at most 64 steps.</para>
/// <para>Does not establish: that a root is the log's root (that is the signed checkpoint's part), nor that a leaf means
/// anything.</para>
/// </remarks>
public static class MerkleProof
{
    /// <summary>Whether <paramref name="path"/> leads from a leaf hash at <paramref name="index"/> to <paramref name="root"/>.</summary>
    public static bool VerifyInclusion(ulong index, ulong treeSize, Digest leafHash, ReadOnlySpan<Digest> path, Digest root) =>
        TryComputeRoot(index, treeSize, leafHash, path, out Digest computed) && computed == root;

    /// <summary>The root that an inclusion proof leads to; false if its length does not fit index and size.</summary>
    public static bool TryComputeRoot(ulong index, ulong treeSize, Digest leafHash, ReadOnlySpan<Digest> path, out Digest root)
    {
        root = leafHash;
        if (index >= treeSize)
            return false;
        ulong node = index;
        ulong last = treeSize - 1;
        foreach (Digest sibling in path)
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                root = MerkleTree.HashNode(sibling, root);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                root = MerkleTree.HashNode(root, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0;
    }

    /// <summary>Whether the tree of <paramref name="size2"/> leaves is the tree of <paramref name="size1"/> leaves, continued.</summary>
    /// <remarks>An empty first tree proves nothing and is refused; so is a proof between two equal sizes that is not empty.</remarks>
    public static bool VerifyConsistency(ulong size1, ulong size2, Digest root1, Digest root2, ReadOnlySpan<Digest> path)
    {
        if (size1 == 0 || size1 > size2)
            return false;
        if (size1 == size2)
            return path.IsEmpty && root1 == root2;
        return !path.IsEmpty && FoldConsistency(size1, size2, root1, root2, path);
    }

    /// <summary>RFC 9162 §2.1.4.2, steps 2 to 6.</summary>
    private static bool FoldConsistency(ulong size1, ulong size2, Digest root1, Digest root2, ReadOnlySpan<Digest> path)
    {
        ulong node = size1 - 1;
        ulong last = size2 - 1;
        while ((node & 1) == 1)
        {
            node >>= 1;
            last >>= 1;
        }

        // A first tree that is a complete subtree of the second is its own first proof element.
        bool startsAtRoot = ulong.IsPow2(size1);
        Digest first = startsAtRoot ? root1 : path[0];
        Digest second = first;
        foreach (Digest sibling in startsAtRoot ? path : path[1..])
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                first = MerkleTree.HashNode(sibling, first);
                second = MerkleTree.HashNode(sibling, second);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                second = MerkleTree.HashNode(second, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && first == root1 && second == root2;
    }
}
