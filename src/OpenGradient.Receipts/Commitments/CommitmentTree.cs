using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>A <c>commit-1</c> tree with everything in it: what an issuer or a holder of all leaves works with.</summary>
public sealed class CommitmentTree
{
    private readonly CommitmentSide _side;
    private readonly ImmutableArray<CommitmentLeaf> _leaves;
    private readonly byte[] _treeSalt;

    // [level][node]: level 0 holds the leaf hashes, the last level the root. A node without a sibling moves up as it is, which
    // gives the tree of RFC 6962 and keeps every path at hand.
    private readonly ImmutableArray<Digest[]> _levels;

    private CommitmentTree(CommitmentSide side, ImmutableArray<CommitmentLeaf> leaves, byte[] treeSalt)
    {
        _side = side;
        _leaves = leaves;
        _treeSalt = treeSalt;
        _levels = HashLevels(leaves, treeSalt);
    }

    /// <summary>The root and the number of leaves, as a receipt states them.</summary>
    public Commitment Commitment => new(_levels[^1][0], _leaves.Length);

    /// <summary>Commits to <paramref name="leaves"/>, in this order.</summary>
    /// <exception cref="ArgumentException">There is no leaf, or one has a kind or label that the encoding cannot hold.</exception>
    public static CommitmentTree Build(CommitmentSide side, ImmutableArray<CommitmentLeaf> leaves, ReceiptSalts salts)
    {
        if (leaves.IsDefaultOrEmpty)
            throw new ArgumentException("A commitment has at least one leaf.", nameof(leaves));
        foreach (CommitmentLeaf leaf in leaves)
        {
            if (!leaf.IsWellFormed)
                throw new ArgumentException($"The leaf {leaf.Kind} \"{leaf.Label}\" has no encoding.", nameof(leaves));
        }

        return new CommitmentTree(side, leaves, salts.TreeSalt(side));
    }

    /// <summary>Opens one leaf: its content, its salt, and the path to the root.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public Disclosure Disclose(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _leaves.Length);
        return new Disclosure(_side, index, ReceiptSalts.LeafSalt(_treeSalt, index), _leaves[index], PathOf(index));
    }

    /// <summary>Opens every leaf.</summary>
    public ImmutableArray<Disclosure> DiscloseAll() => [.. Enumerable.Range(0, _leaves.Length).Select(Disclose)];

    private ImmutableArray<Digest> PathOf(int index)
    {
        var path = ImmutableArray.CreateBuilder<Digest>(_levels.Length);
        for (int level = 0; level < _levels.Length - 1; level++)
        {
            int sibling = (index >> level) ^ 1;
            if (sibling < _levels[level].Length)
                path.Add(_levels[level][sibling]);
        }

        return path.ToImmutable();
    }

    private static ImmutableArray<Digest[]> HashLevels(ImmutableArray<CommitmentLeaf> leaves, byte[] treeSalt)
    {
        Digest[] level = new Digest[leaves.Length];
        for (int index = 0; index < level.Length; index++)
            level[index] = leaves[index].Hash(ReceiptSalts.LeafSalt(treeSalt, index));
        var levels = ImmutableArray.CreateBuilder<Digest[]>();
        levels.Add(level);
        while (level.Length > 1)
        {
            level = HashParents(level);
            levels.Add(level);
        }

        return levels.ToImmutable();
    }

    private static Digest[] HashParents(Digest[] level)
    {
        Digest[] parents = new Digest[(level.Length + 1) / 2];
        for (int index = 0; index < level.Length / 2; index++)
            parents[index] = MerkleTree.HashNode(level[2 * index], level[(2 * index) + 1]);
        if (level.Length % 2 == 1)
            parents[^1] = level[^1];
        return parents;
    }
}
