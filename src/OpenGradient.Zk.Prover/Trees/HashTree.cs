using OpenGradient.Primitives;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hashing;
using OpenGradient.Zk.Prover.Kernels;
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

    /// <summary>So many are hashed before anybody asks whether to go on.</summary>
    private const int StretchCount = 1 << 14;

    private readonly byte[][] _levels; // from the leaves up, digests joined

    private HashTree(byte[][] levels) => _levels = levels;

    public ReadOnlySpan<byte> Root => _levels[^1];

    /// <summary>Leaves are the columns of a matrix.</summary>
    /// <param name="hash">What nodes are hashed with.</param>
    /// <param name="matrix">[rows, 2^k columns]</param>
    /// <param name="columnCount">2^k.</param>
    /// <param name="rowCount">Rows of the leaves: those behind the matrix are zeros.</param>
    /// <param name="cancellation">Is looked at between stretches of columns.</param>
    public static HashTree OverColumns(TreeHash hash, Goldilocks[] matrix, int columnCount, int rowCount, CancellationToken cancellation = default) =>
        Over(hash, Digests(hash, TreeOpening.LeafContext, new ColumnMessages(matrix, columnCount, rowCount), columnCount, (column, digest) =>
        {
            var elements = new Goldilocks[rowCount];
            for (int row = 0; row < matrix.Length / columnCount; row++)
                elements[row] = matrix[(row * columnCount) + column];
            TreeOpening.HashLeaf(hash, elements, digest.Span);
        }, cancellation), cancellation);

    /// <summary>Leaves are the fibres of a code word.</summary>
    /// <param name="hash">What nodes are hashed with.</param>
    /// <param name="word">The code word.</param>
    /// <param name="fibreCount">2^k.</param>
    /// <param name="cancellation">Is looked at between stretches of fibres.</param>
    public static HashTree OverFibres(TreeHash hash, QuadraticExtension[] word, int fibreCount, CancellationToken cancellation = default) => Over(hash, Digests(hash, TreeOpening.LeafContext, new FibreMessages(word, fibreCount), fibreCount, (fibre, digest) =>
    {
        var numbers = new QuadraticExtension[word.Length / fibreCount];
        for (int index = 0; index < numbers.Length; index++)
            numbers[index] = word[(index * fibreCount) + fibre];
        TreeOpening.HashLeaf<QuadraticExtension>(hash, numbers, digest.Span);
    }, cancellation), cancellation);

    /// <summary>The plain form, of leaves of any kind.</summary>
    public static HashTree Over(TreeHash hash, int leafCount, Action<int, byte[]> hashLeaf)
    {
        byte[] leaves = new byte[leafCount * Keccak256.DigestBytes];
        byte[] digest = new byte[Keccak256.DigestBytes];
        for (int leaf = 0; leaf < leafCount; leaf++)
        {
            hashLeaf(leaf, digest);
            digest.CopyTo(leaves, leaf * Keccak256.DigestBytes);
        }

        return Over(hash, leaves);
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

    private static HashTree Over(TreeHash hash, byte[] leaves, CancellationToken cancellation = default)
    {
        List<byte[]> levels = [leaves];
        while (levels[^1].Length > Keccak256.DigestBytes)
            levels.Add(Parents(hash, levels[^1], cancellation));
        return new HashTree([.. levels]);
    }

    private static byte[] Parents(TreeHash hash, byte[] nodes, CancellationToken cancellation) => Digests(hash, TreeOpening.NodeContext, new NodeMessages(nodes), nodes.Length / 2 / Keccak256.DigestBytes, (parent, digest) =>
    {
        ReadOnlySpan<byte> children = nodes.AsSpan(2 * parent * Keccak256.DigestBytes, 2 * Keccak256.DigestBytes);
        TreeOpening.HashNode(hash, children[..Keccak256.DigestBytes], children[Keccak256.DigestBytes..], digest.Span);
    }, cancellation);

    /// <summary>Many at once while there are as many as lanes, by two threads if it is worth it; the rest by the definition.</summary>
    private static byte[] Digests<TMessages>(TreeHash hash, Blake3 context, TMessages messages, int count, Action<int, Memory<byte>> hashOne, CancellationToken cancellation)
        where TMessages : struct, IMessages
    {
        byte[] digests = new byte[count * Keccak256.DigestBytes];
        if (count < SharedCount)
            HashPart(0, count);
        else
            Halves.Run(() => HashPart(0, count / 2), () => HashPart(count / 2, count));
        cancellation.ThrowIfCancellationRequested();
        return digests;

        void HashPart(int first, int end)
        {
            for (int stretch = first; stretch < end && !cancellation.IsCancellationRequested; stretch += StretchCount)
                HashStretch(stretch, Math.Min(end, stretch + StretchCount));
        }

        void HashStretch(int first, int end)
        {
            first = hash == TreeHash.Blake3 ? Blake3MessageHasher.Hash(context, messages, first, end, digests) : MessageHasher.Hash(messages, first, end, digests);
            for (; first < end; first++)
                hashOne(first, digests.AsMemory(first * Keccak256.DigestBytes, Keccak256.DigestBytes));
        }
    }
}
