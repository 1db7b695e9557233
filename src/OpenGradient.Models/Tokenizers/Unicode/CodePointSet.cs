using System.Collections.Immutable;

namespace OpenGradient.Models.Tokenizers.Unicode;

/// <summary>A set of Unicode code points.</summary>
internal sealed class CodePointSet
{
    /// <summary>The largest code point.</summary>
    public const int LastCodePoint = 0x10FFFF;

    private const int BitmapCount = 0x10000;

    private readonly ImmutableArray<(int First, int Last)> _ranges;
    private readonly Lazy<ulong[]> _bitmap;

    private CodePointSet(ImmutableArray<(int First, int Last)> ranges)
    {
        _ranges = ranges;
        _bitmap = new Lazy<ulong[]>(MakeBitmap);
    }

    /// <summary>No code point.</summary>
    public static CodePointSet Empty { get; } = new([]);

    /// <summary>Every code point.</summary>
    public static CodePointSet All { get; } = new([(0, LastCodePoint)]);

    /// <summary>Whether no code point is in the set.</summary>
    public bool IsEmpty => _ranges.IsEmpty;

    /// <summary>The set's ranges: ascending, apart from each other.</summary>
    public ImmutableArray<(int First, int Last)> Ranges => _ranges;

    /// <summary>The set of all code points in some ranges, which may be in any order and overlap.</summary>
    public static CodePointSet Of(params IEnumerable<(int First, int Last)> ranges) => Merge(ranges.OrderBy(static range => range.First));

    /// <summary>Whether a code point is in the set.</summary>
    public bool Contains(int codePoint)
    {
        if (codePoint < BitmapCount)
            return (_bitmap.Value[codePoint >> 6] >> (codePoint & 63) & 1) != 0;
        int low = 0;
        int high = _ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            if (codePoint < _ranges[middle].First)
                high = middle - 1;
            else if (codePoint > _ranges[middle].Last)
                low = middle + 1;
            else
                return true;
        }

        return false;
    }

    /// <summary>The code points in either set.</summary>
    public CodePointSet Union(CodePointSet other) => IsEmpty ? other : other.IsEmpty ? this : Merge(InOrder(_ranges, other._ranges));

    /// <summary>The code points in both sets.</summary>
    public CodePointSet Intersect(CodePointSet other) => Complement().Union(other.Complement()).Complement();

    /// <summary>The code points not in the set.</summary>
    public CodePointSet Complement()
    {
        var gaps = ImmutableArray.CreateBuilder<(int, int)>();
        int next = 0;
        foreach ((int first, int last) in _ranges)
        {
            if (first > next)
                gaps.Add((next, first - 1));
            next = last + 1;
        }

        if (next <= LastCodePoint)
            gaps.Add((next, LastCodePoint));
        return new CodePointSet(gaps.ToImmutable());
    }

    /// <summary>Joins ranges, ascending by where they begin, that touch or overlap.</summary>
    private static CodePointSet Merge(IEnumerable<(int First, int Last)> ranges)
    {
        var merged = ImmutableArray.CreateBuilder<(int First, int Last)>();
        foreach ((int first, int last) in ranges)
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            else
                merged.Add((first, last));
        }

        return new CodePointSet(merged.ToImmutable());
    }

    /// <summary>The ranges of two sets by where they begin; sorting them all took most of the time of compiling a pattern.</summary>
    private static IEnumerable<(int First, int Last)> InOrder(ImmutableArray<(int First, int Last)> left, ImmutableArray<(int First, int Last)> right)
    {
        int i = 0;
        int j = 0;
        while (i < left.Length || j < right.Length)
            yield return j == right.Length || (i < left.Length && left[i].First <= right[j].First) ? left[i++] : right[j++];
    }

    private ulong[] MakeBitmap()
    {
        ulong[] bitmap = new ulong[BitmapCount / 64];
        foreach ((int first, int last) in _ranges)
        {
            for (int code = first; code <= Math.Min(last, BitmapCount - 1); code++)
                bitmap[code >> 6] |= 1UL << (code & 63);
        }

        return bitmap;
    }
}
