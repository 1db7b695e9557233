using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution;

/// <summary>What every step of a run made: spec/exec-1, section "Trace". A function of the Program and the inputs alone.</summary>
/// <param name="Leaves">One for each output of each step, in order.</param>
public sealed record FullTrace(ImmutableArray<TraceLeaf> Leaves)
{
    /// <summary>The hashes of the leaves, in order; <see cref="MerkleTree"/> gives root and paths.</summary>
    public ImmutableArray<Digest> LeafHashes { get; } = [.. Leaves.Select(static leaf => leaf.Hash())];

    /// <summary>The root over the leaves.</summary>
    public Digest Root => MerkleTree.Root(LeafHashes.AsSpan());
}
