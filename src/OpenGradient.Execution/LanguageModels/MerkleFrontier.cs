using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>An RFC 6962 tree that only grows: it keeps the roots of its complete subtrees, from which the root follows at any time.</summary>
internal sealed class MerkleFrontier
{
    private readonly List<Digest> _subtrees = []; // one for each 1 bit of LeafCount, largest first

    /// <summary>How many leaves there are.</summary>
    public long LeafCount { get; private set; }

    /// <summary>Appends the hash of a leaf.</summary>
    public void Append(Digest leafHash)
    {
        Digest subtree = leafHash;
        for (long size = LeafCount; (size & 1) == 1; size >>= 1)
        {
            subtree = MerkleTree.HashNode(_subtrees[^1], subtree);
            _subtrees.RemoveAt(_subtrees.Count - 1);
        }

        _subtrees.Add(subtree);
        LeafCount++;
    }

    /// <summary>The root over all leaves so far.</summary>
    public Digest Root() => _subtrees.Count == 0 ? MerkleTree.EmptyRoot : Join(_subtrees.Count - 1, _subtrees[^1]);

    /// <summary>The root over all leaves so far and a smaller tree after them.</summary>
    public Digest RootBefore(Digest rest) => Join(_subtrees.Count, rest);

    private Digest Join(int count, Digest root)
    {
        for (int i = count - 1; i >= 0; i--)
            root = MerkleTree.HashNode(_subtrees[i], root);
        return root;
    }

    /// <summary>Starts anew.</summary>
    public void Reset()
    {
        _subtrees.Clear();
        LeafCount = 0;
    }
}
