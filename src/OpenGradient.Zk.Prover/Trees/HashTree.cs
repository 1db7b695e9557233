using OpenGradient.Zk.Hashing;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Trees;

/// <summary>All nodes of a Merkle tree; proof-1 section 3.</summary>
internal sealed class HashTree
{
    private readonly byte[][] _levels; // from the leaves up, digests joined

    private HashTree(byte[][] levels) => _levels = levels;

    public ReadOnlySpan<byte> Root => _levels[^1];

    /// <param name="leafHashes">2^k digests, joined; kept.</param>
    public static HashTree Over(byte[] leafHashes)
    {
        List<byte[]> levels = [leafHashes];
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

    private static byte[] Parents(byte[] nodes)
    {
        byte[] parents = new byte[nodes.Length / 2];
        for (int at = 0; at < parents.Length; at += Keccak256.DigestBytes)
            TreeOpening.HashNode(nodes.AsSpan(2 * at, Keccak256.DigestBytes), nodes.AsSpan((2 * at) + Keccak256.DigestBytes, Keccak256.DigestBytes), parents.AsSpan(at, Keccak256.DigestBytes));
        return parents;
    }
}
