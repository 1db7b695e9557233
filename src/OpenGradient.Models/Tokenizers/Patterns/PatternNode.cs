using System.Collections.Immutable;
using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>A part of a pattern.</summary>
internal abstract record PatternNode
{
    /// <summary>One code point of a set.</summary>
    public sealed record Character(CodePointSet Set) : PatternNode;

    /// <summary>One part after the other; none matches the empty text.</summary>
    public sealed record Sequence(ImmutableArray<PatternNode> Parts) : PatternNode;

    /// <summary>The first part that leads to a match.</summary>
    public sealed record Choice(ImmutableArray<PatternNode> Parts) : PatternNode;

    /// <summary>A part several times.</summary>
    public sealed record Repeat(PatternNode Body, int Least, int Most, PatternGreed Greed) : PatternNode;

    /// <summary>What follows matches, or does not; nothing is taken.</summary>
    public sealed record Look(PatternNode Body, bool IsNegative) : PatternNode;

    /// <summary>A part that is not tried another way once it matched.</summary>
    public sealed record Atomic(PatternNode Body) : PatternNode;

    /// <summary>A condition on the place.</summary>
    public sealed record Edge(PatternEdge Kind) : PatternNode;
}
