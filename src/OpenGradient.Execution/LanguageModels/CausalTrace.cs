using OpenGradient.Kernels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>The trace of one text (spec/exec-1, section 11): a leaf for each position, a segment for each 32 of them.</summary>
/// <remarks>Segments are complete subtrees of the RFC 6962 tree over the leaves, so the root can be told from their roots and the leaves after them.</remarks>
internal sealed class CausalTrace
{
    private const int SegmentLeaves = KeyValueLayout.BlockPositions;

    private readonly MerkleFrontier _segments = new();
    private readonly Digest[] _leaves = new Digest[SegmentLeaves]; // of the segment that is not complete
    private int _count;

    /// <summary>How many leaves there are.</summary>
    public long LeafCount => (_segments.LeafCount * SegmentLeaves) + _count;

    /// <summary>The root of the last complete segment.</summary>
    public Digest LastSegment { get; private set; }

    /// <summary>Appends the leaf of one position.</summary>
    public void Append(Digest leaf)
    {
        _leaves[_count++] = leaf;
        if (_count == SegmentLeaves)
        {
            _count = 0;
            AppendSegment(TileHashes.Fold(_leaves));
        }
    }

    /// <summary>Appends a complete segment, after a complete one.</summary>
    public void AppendSegment(Digest root)
    {
        LastSegment = root;
        _segments.Append(root);
    }

    /// <summary>The root over all leaves.</summary>
    public Digest Root() => _count == 0 ? _segments.Root() : _segments.RootBefore(MerkleTree.Root(_leaves.AsSpan(0, _count)));

    /// <summary>Starts anew.</summary>
    public void Reset()
    {
        _segments.Reset();
        _count = 0;
    }
}
