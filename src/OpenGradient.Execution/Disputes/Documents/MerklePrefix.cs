using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>Shows that a tree begins with the leaves of a smaller one (RFC 9162 §2.1.4).</summary>
internal static class MerklePrefix
{
    /// <summary>The consistency path from the first <paramref name="count"/> leaves, at least 1, to all of them; empty if that is all.</summary>
    public static ImmutableArray<Digest> Prove(int count, ReadOnlySpan<Digest> leafHashes)
    {
        var path = ImmutableArray.CreateBuilder<Digest>();
        Prove(count, leafHashes, isWhole: true, path);
        return path.DrainToImmutable();
    }

    /// <summary>Whether a root is the one over the first <paramref name="count"/> leaves of a tree of <paramref name="size"/> leaves.</summary>
    public static bool Verify(int count, int size, Digest prefix, Digest root, ReadOnlySpan<Digest> path)
    {
        if (count == 0)
            return prefix == MerkleTree.EmptyRoot && path.IsEmpty;
        return count == size ? prefix == root && path.IsEmpty : MerkleProof.VerifyConsistency((ulong)count, (ulong)size, prefix, root, path);
    }

    private static void Prove(int count, ReadOnlySpan<Digest> leaves, bool isWhole, ImmutableArray<Digest>.Builder path)
    {
        if (count == leaves.Length)
        {
            if (!isWhole)
                path.Add(MerkleTree.Root(leaves));
            return;
        }

        int split = 1 << BitOperations.Log2((uint)(leaves.Length - 1));
        if (count <= split)
        {
            Prove(count, leaves[..split], isWhole, path);
            path.Add(MerkleTree.Root(leaves[split..]));
        }
        else
        {
            Prove(count - split, leaves[split..], isWhole: false, path);
            path.Add(MerkleTree.Root(leaves[..split]));
        }
    }
}
