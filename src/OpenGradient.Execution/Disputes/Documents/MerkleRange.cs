using System.Numerics;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>A node of an RFC 6962 tree, named by the leaves under it.</summary>
/// <param name="Start">The first leaf.</param>
/// <param name="Count">How many leaves; at least 1.</param>
internal readonly record struct MerkleRange(int Start, int Count)
{
    /// <summary>Whether the node is a leaf.</summary>
    public bool IsLeaf => Count == 1;

    /// <summary>The left child: the largest power of two of leaves below <see cref="Count"/> (RFC 9162 §2.1.1).</summary>
    public MerkleRange Left => new(Start, Split);

    /// <summary>The right child.</summary>
    public MerkleRange Right => new(Start + Split, Count - Split);

    private int Split => 1 << BitOperations.Log2((uint)(Count - 1));

    /// <summary>The hash of the node over these leaf hashes of the whole tree.</summary>
    public Digest Hash(ReadOnlySpan<Digest> leafHashes) => MerkleTree.Root(leafHashes.Slice(Start, Count));
}
