using System.Collections.Immutable;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Reexecution;

/// <summary>Compares the leaves that a receipt commits to with those of a re-run.</summary>
internal static class LeafComparison
{
    /// <summary>Names the first leaf that differs, and the place in it; null if all are equal.</summary>
    public static string? FirstDifference(ImmutableArray<CommitmentLeaf> claimed, ImmutableArray<CommitmentLeaf> made)
    {
        for (int index = 0; index < Math.Max(claimed.Length, made.Length); index++)
        {
            if (index >= claimed.Length || index >= made.Length)
                return $"part {index}, which only {(index < claimed.Length ? "the receipt" : "the re-run")} has";
            (CommitmentLeaf left, CommitmentLeaf right) = (claimed[index], made[index]);
            if (left.Kind != right.Kind || left.Label != right.Label)
                return $"part {index}: {left.Kind} '{left.Label}' in place of {right.Kind} '{right.Label}'";
            if (!left.Content.Span.SequenceEqual(right.Content.Span))
                return $"{left.Kind} '{left.Label}', byte {left.Content.Span.CommonPrefixLength(right.Content.Span)}";
        }

        return null;
    }
}
