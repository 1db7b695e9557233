using System.Collections.Immutable;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A part of a pattern: one of a set of characters, parts one behind the other, one of several parts, or a part many times.</summary>
internal abstract record PatternNode
{
    private PatternNode()
    {
    }

    /// <summary>Any text.</summary>
    public static PatternNode Anything { get; } = new Repeat(new Character(CodePointSet.All), 0, null);

    /// <summary>One character of the set.</summary>
    public sealed record Character(CodePointSet Set) : PatternNode;

    /// <summary>All parts, one behind the other; none is the empty text.</summary>
    public sealed record Sequence(ImmutableArray<PatternNode> Parts) : PatternNode;

    /// <summary>One of the parts.</summary>
    public sealed record Choice(ImmutableArray<PatternNode> Parts) : PatternNode;

    /// <summary>The part so many times; without a most for ever.</summary>
    public sealed record Repeat(PatternNode Part, int Least, int? Most) : PatternNode;
}
