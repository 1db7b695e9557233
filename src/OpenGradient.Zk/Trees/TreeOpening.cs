using OpenGradient.Primitives;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hashing;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Trees;

/// <summary>Opened leaves of a Merkle tree of 2^k leaves against its root; proof-1 section 3.</summary>
/// <remarks>Which siblings a proof holds follows from the indices, so no two proofs open the same leaves.</remarks>
internal static class TreeOpening
{
    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;

    /// <summary>Longer leaves than of 128 elements are written elsewhere.</summary>
    private const int MostStackBytes = 1024;

    /// <summary>What BLAKE3 hashes leaves with.</summary>
    public static Blake3 LeafContext { get; } = Blake3.InContext("OpenGradient proof-1 leaf"u8);

    /// <summary>What BLAKE3 hashes nodes with.</summary>
    public static Blake3 NodeContext { get; } = Blake3.InContext("OpenGradient proof-1 node"u8);

    public static void HashLeaf(TreeHash hash, ReadOnlySpan<byte> leaf, Span<byte> digest)
    {
        if (hash == TreeHash.Blake3)
            LeafContext.Hash(leaf, digest);
        else
            Keccak256.Hash(LeafPrefix, leaf, [], digest);
    }

    /// <summary>A leaf of elements of F.</summary>
    public static void HashLeaf(TreeHash hash, ReadOnlySpan<Goldilocks> elements, Span<byte> digest)
    {
        int size = elements.Length * Goldilocks.SizeBytes;
        Span<byte> leaf = size <= MostStackBytes ? stackalloc byte[MostStackBytes] : new byte[size];
        for (int index = 0; index < elements.Length; index++)
            elements[index].Write(leaf[(index * Goldilocks.SizeBytes)..]);
        HashLeaf(hash, leaf[..size], digest);
    }

    /// <summary>A leaf of numbers of E.</summary>
    public static void HashLeaf<TExtension>(TreeHash hash, ReadOnlySpan<TExtension> numbers, Span<byte> digest)
        where TExtension : struct, IExtension<TExtension>
    {
        int size = numbers.Length * TExtension.Degree * Goldilocks.SizeBytes;
        Span<byte> leaf = size <= MostStackBytes ? stackalloc byte[MostStackBytes] : new byte[size];
        for (int index = 0; index < numbers.Length * TExtension.Degree; index++)
            numbers[index / TExtension.Degree][index % TExtension.Degree].Write(leaf[(index * Goldilocks.SizeBytes)..]);
        HashLeaf(hash, leaf[..size], digest);
    }

    public static void HashNode(TreeHash hash, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> digest)
    {
        if (hash == TreeHash.Blake3)
        {
            Span<byte> node = stackalloc byte[2 * Keccak256.DigestBytes];
            left.CopyTo(node);
            right.CopyTo(node[Keccak256.DigestBytes..]);
            NodeContext.Hash(node, digest);
        }
        else
            Keccak256.Hash(NodePrefix, left, right, digest);
    }

    /// <summary>Reads the siblings, and requires that all of it hashes to the root.</summary>
    /// <param name="reader">Holds the siblings from where it stands.</param>
    /// <param name="logLeafCount">k.</param>
    /// <param name="indices">Ascending, without repetition, at least one.</param>
    /// <param name="leafHashes">One digest for each index, joined; overwritten.</param>
    /// <param name="root">What the leaves were committed to with.</param>
    public static void Verify(ref ProofReader reader, int logLeafCount, ReadOnlySpan<int> indices, Span<byte> leafHashes, ReadOnlySpan<byte> root)
    {
        ReadOnlySpan<byte> siblings = reader.ReadBytes(MessageLabel.Siblings, Keccak256.DigestBytes * CountSiblings(logLeafCount, indices));
        if (reader.Fault != ProofFault.None)
            return;
        int[] nodes = indices.ToArray();
        int nodeCount = nodes.Length;
        for (int level = 0; level < logLeafCount; level++)
            nodeCount = Rise(reader.Transcript.Trees, nodes.AsSpan(0, nodeCount), leafHashes, ref siblings);
        reader.Require(leafHashes[..Keccak256.DigestBytes].SequenceEqual(root), ProofFault.RootDiffers);
    }

    /// <summary>How many siblings an opening of these leaves takes.</summary>
    public static int CountSiblings(int logLeafCount, ReadOnlySpan<int> indices)
    {
        int count = 0;
        int[] nodes = indices.ToArray();
        int nodeCount = nodes.Length;
        for (int level = 0; level < logLeafCount; level++)
        {
            int parentCount = 0;
            for (int at = 0; at < nodeCount; at++)
            {
                if (parentCount > 0 && nodes[parentCount - 1] == nodes[at] >> 1)
                    count--;
                else
                    (nodes[parentCount++], count) = (nodes[at] >> 1, count + 1);
            }

            nodeCount = parentCount;
        }

        return count;
    }

    /// <summary>Joins the known nodes of a level, in place, into their parents; returns how many these are.</summary>
    private static int Rise(TreeHash hash, Span<int> nodes, Span<byte> hashes, ref ReadOnlySpan<byte> siblings)
    {
        int parentCount = 0;
        for (int at = 0; at < nodes.Length; at++)
        {
            ReadOnlySpan<byte> known = Digest(hashes, at);
            bool hasSibling = at + 1 < nodes.Length && nodes[at + 1] == (nodes[at] ^ 1);
            ReadOnlySpan<byte> sibling = hasSibling ? Digest(hashes, at + 1) : siblings[..Keccak256.DigestBytes];
            Span<byte> parent = hashes.Slice(parentCount * Keccak256.DigestBytes, Keccak256.DigestBytes);
            if ((nodes[at] & 1) == 0)
                HashNode(hash, known, sibling, parent);
            else
                HashNode(hash, sibling, known, parent);
            nodes[parentCount++] = nodes[at] >> 1;
            if (hasSibling)
                at++;
            else
                siblings = siblings[Keccak256.DigestBytes..];
        }

        return parentCount;
    }

    private static Span<byte> Digest(Span<byte> hashes, int index) => hashes.Slice(index * Keccak256.DigestBytes, Keccak256.DigestBytes);
}
