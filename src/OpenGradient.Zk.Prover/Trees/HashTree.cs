using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hashing;
using OpenGradient.Zk.Prover.Kernels.Hashing;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Trees;

/// <summary>All nodes of a Merkle tree; proof-1 section 3.</summary>
internal sealed class HashTree
{
    /// <summary>From so many digests on, two threads are quicker than one.</summary>
    private const int SharedCount = 512;

    private readonly byte[][] _levels; // from the leaves up, digests joined

    private HashTree(byte[][] levels) => _levels = levels;

    public ReadOnlySpan<byte> Root => _levels[^1];

    /// <param name="columns">[2^k columns, rows]</param>
    /// <param name="rowCount">Elements of a column.</param>
    public static HashTree OverColumns(Goldilocks[] columns, int rowCount)
    {
        List<byte[]> levels = [Digests(new ColumnMessages(columns, rowCount), columns.Length / rowCount, (column, digest) => HashColumn(columns.AsSpan(column * rowCount, rowCount), digest.Span))];
        while (levels[^1].Length > Keccak256.DigestBytes)
            levels.Add(Parents(levels[^1]));
        return new HashTree([.. levels]);
    }

    /// <summary>Writes the siblings that open the leaves of these indices, ascending and without repetition.</summary>
    public void Open(ProofWriter writer, ReadOnlySpan<int> indices)
    {
        List<byte> siblings = [];
        int[] nodes = indices.ToArray();
        for (int level = 0; level < _levels.Length - 1; level++)
        {
            foreach (int node in nodes)
            {
                if (!nodes.Contains(node ^ 1))
                    siblings.AddRange(_levels[level].AsSpan((node ^ 1) * Keccak256.DigestBytes, Keccak256.DigestBytes));
            }

            nodes = [.. nodes.Select(static node => node >> 1).Distinct()];
        }

        writer.WriteBytes(MessageLabel.Siblings, [.. siblings]);
    }

    private static byte[] Parents(byte[] nodes) => Digests(new NodeMessages(nodes), nodes.Length / 2 / Keccak256.DigestBytes, (parent, digest) =>
    {
        ReadOnlySpan<byte> children = nodes.AsSpan(2 * parent * Keccak256.DigestBytes, 2 * Keccak256.DigestBytes);
        TreeOpening.HashNode(children[..Keccak256.DigestBytes], children[Keccak256.DigestBytes..], digest.Span);
    });

    private static void HashColumn(ReadOnlySpan<Goldilocks> column, Span<byte> digest)
    {
        byte[] leaf = new byte[column.Length * Goldilocks.SizeBytes];
        for (int row = 0; row < column.Length; row++)
            column[row].Write(leaf.AsSpan(row * Goldilocks.SizeBytes));
        TreeOpening.HashLeaf(leaf, digest);
    }

    /// <summary>Many at once while there are as many as lanes, by two threads if it is worth it; the rest by the definition.</summary>
    private static byte[] Digests<TMessages>(TMessages messages, int count, Action<int, Memory<byte>> hash)
        where TMessages : struct, IMessages
    {
        byte[] digests = new byte[count * Keccak256.DigestBytes];
        if (count < SharedCount)
            HashPart(0, count);
        else
            Parallel.Invoke(() => HashPart(0, count / 2), () => HashPart(count / 2, count));
        return digests;

        void HashPart(int first, int end)
        {
            first = MessageHasher.Hash(messages, first, end, digests);
            for (; first < end; first++)
                hash(first, digests.AsMemory(first * Keccak256.DigestBytes, Keccak256.DigestBytes));
        }
    }
}
