using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>What can be said of a pattern's part without a text.</summary>
internal static class PatternFacts
{
    /// <summary>Whether the part may match without taking a code point.</summary>
    public static bool IsNullable(PatternNode node) => node switch
    {
        PatternNode.Character => false,
        PatternNode.Sequence sequence => sequence.Parts.All(IsNullable),
        PatternNode.Choice choice => choice.Parts.Any(IsNullable),
        PatternNode.Repeat repeat => repeat.Least == 0 || IsNullable(repeat.Body),
        PatternNode.Atomic atomic => IsNullable(atomic.Body),
        _ => true,
    };

    /// <summary>The code points that a match can begin with, if it takes any.</summary>
    public static CodePointSet First(PatternNode node) => node switch
    {
        PatternNode.Character character => character.Set,
        PatternNode.Sequence sequence => First(sequence.Parts.AsSpan(), CodePointSet.Empty),
        PatternNode.Choice choice => choice.Parts.Aggregate(CodePointSet.Empty, static (set, part) => set.Union(First(part))),
        PatternNode.Repeat repeat => First(repeat.Body),
        PatternNode.Atomic atomic => First(atomic.Body),
        PatternNode.Edge { Kind: PatternEdge.End } => CodePointSet.Empty,
        _ => CodePointSet.All,
    };

    /// <summary>The code points that may come next where some parts and then <paramref name="follow"/> are to match.</summary>
    public static CodePointSet First(ReadOnlySpan<PatternNode> parts, CodePointSet follow)
    {
        CodePointSet first = CodePointSet.Empty;
        foreach (PatternNode part in parts)
        {
            first = first.Union(First(part));
            if (!IsNullable(part) || part is PatternNode.Edge { Kind: PatternEdge.End })
                return first;
        }

        return first.Union(follow);
    }

    /// <summary>For each of some parts, the code points that may come after it where <paramref name="follow"/> comes after all.</summary>
    /// <remarks>From the last one backwards, so that a pattern of many parts is no longer compiled than in proportion.</remarks>
    public static CodePointSet[] Follows(ReadOnlySpan<PatternNode> parts, CodePointSet follow)
    {
        var follows = new CodePointSet[parts.Length];
        for (int i = parts.Length - 1; i >= 0; i--)
        {
            follows[i] = follow;
            follow = First(parts.Slice(i, 1), follow);
        }

        return follows;
    }
}
