using System.Collections.Immutable;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A set of code points, as ranges in ascending order that neither meet nor overlap.</summary>
internal sealed class CodePointSet : IEquatable<CodePointSet>
{
    private const int Last = 0x10FFFF;

    private CodePointSet(ImmutableArray<(int Low, int High)> ranges) => Ranges = ranges;

    /// <summary>All code points.</summary>
    public static CodePointSet All { get; } = Of((0, Last));

    public static CodePointSet Empty { get; } = new([]);

    public ImmutableArray<(int Low, int High)> Ranges { get; }

    public bool IsEmpty => Ranges.IsEmpty;

    /// <summary>What is in any of these ranges.</summary>
    public static CodePointSet Of(params ReadOnlySpan<(int Low, int High)> ranges)
    {
        (int Low, int High)[] sorted = ranges.ToArray();
        Array.Sort(sorted);
        List<(int Low, int High)> joined = [];
        foreach ((int low, int high) in sorted)
        {
            if (joined.Count > 0 && low <= joined[^1].High + 1)
                joined[^1] = (joined[^1].Low, Math.Max(high, joined[^1].High));
            else
                joined.Add((low, high));
        }

        return new([.. joined]);
    }

    public static CodePointSet Of(int codePoint) => new([(codePoint, codePoint)]);

    public CodePointSet And(CodePointSet other)
    {
        var both = ImmutableArray.CreateBuilder<(int, int)>();
        for (int i = 0, j = 0; i < Ranges.Length && j < other.Ranges.Length;)
        {
            int low = Math.Max(Ranges[i].Low, other.Ranges[j].Low);
            int high = Math.Min(Ranges[i].High, other.Ranges[j].High);
            if (low <= high)
                both.Add((low, high));
            if (Ranges[i].High < other.Ranges[j].High)
                i++;
            else
                j++;
        }

        return new(both.ToImmutable());
    }

    /// <summary>All code points that are not in the set.</summary>
    public CodePointSet Invert()
    {
        var rest = ImmutableArray.CreateBuilder<(int, int)>();
        int next = 0;
        foreach ((int low, int high) in Ranges)
        {
            if (low > next)
                rest.Add((next, low - 1));
            next = high + 1;
        }

        if (next <= Last)
            rest.Add((next, Last));
        return new(rest.ToImmutable());
    }

    public bool Equals(CodePointSet? other) => other is not null && Ranges.AsSpan().SequenceEqual(other.Ranges.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as CodePointSet);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach ((int Low, int High) range in Ranges)
            hash.Add(range);
        return hash.ToHashCode();
    }
}
