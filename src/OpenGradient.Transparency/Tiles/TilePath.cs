using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OpenGradient.Transparency;

/// <summary>Names a tile of a log: <c>tile/0/x001/067</c>, <c>tile/1/000.p/3</c>, <c>tile/entries/000</c> (c2sp.org/tlog-tiles).</summary>
/// <remarks>One text for one tile: what <see cref="TryParse"/> takes is exactly what <see cref="ToString"/> writes.</remarks>
public readonly record struct TilePath
{
    /// <summary>The hashes (or entries) in a full tile.</summary>
    public const int FullWidth = 256;

    /// <summary>The highest level that has a name. A tree of 2^64 entries needs levels 0 to 7.</summary>
    public const int MaxLevel = 63;

    private TilePath(TileKind kind, int level, ulong index, int width)
    {
        Kind = kind;
        Level = level;
        Index = index;
        Width = width;
    }

    /// <summary>Hashes or entries.</summary>
    public TileKind Kind { get; }

    /// <summary>The level of a tile of hashes: one hash stands for 256^level entries. 0 for entries.</summary>
    public int Level { get; }

    /// <summary>The tile's index within its level.</summary>
    public ulong Index { get; }

    /// <summary>How many hashes or entries it holds, 1 to 256; below 256 the tile is partial.</summary>
    public int Width { get; }

    /// <summary>Whether the tile holds fewer than 256 hashes or entries.</summary>
    public bool IsPartial => Width < FullWidth;

    /// <summary>A tile of hashes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not 0 to 63, or the width not 1 to 256.</exception>
    public static TilePath Hashes(int level, ulong index, int width = FullWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        ThrowIfNotWidth(width);
        return new TilePath(TileKind.Hashes, level, index, width);
    }

    /// <summary>An entry bundle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is not 1 to 256.</exception>
    public static TilePath Entries(ulong index, int width = FullWidth)
    {
        ThrowIfNotWidth(width);
        return new TilePath(TileKind.Entries, 0, index, width);
    }

    /// <summary>Reads a path relative to the log's prefix; false for every text that does not name exactly one tile.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TilePath path)
    {
        path = default;
        string[] parts = (text ?? "").Split('/');
        if (parts.Length < 3 || parts.Length > MaxParts || parts[0] != "tile")
            return false;
        int width = FullWidth;
        int last = parts.Length - 1;
        if (parts[last - 1].EndsWith(PartialSuffix, StringComparison.Ordinal))
        {
            if (!Decimal64.TryParse(parts[last], out ulong partial) || partial is 0 or >= FullWidth)
                return false;
            width = (int)partial;
            parts[--last] = parts[last][..^PartialSuffix.Length];
        }

        if (last < 2 || !TryParseIndex(parts.AsSpan(2, last - 1), out ulong index) || !TryParseLevel(parts[1], out TileKind kind, out int level))
            return false;
        path = new TilePath(kind, level, index, width);
        return path.ToString() == text;
    }

    /// <summary>The path, relative to the log's prefix, with forward slashes.</summary>
    public override string ToString()
    {
        StringBuilder text = new("tile/");
        text.Append(Kind == TileKind.Entries ? EntriesName : Level.ToString()).Append('/');
        AppendGroups(text, Index / GroupBase);
        text.Append((Index % GroupBase).ToString("d3"));
        if (IsPartial)
            text.Append(PartialSuffix).Append('/').Append(Width);
        return text.ToString();
    }

    private static void AppendGroups(StringBuilder text, ulong groups)
    {
        if (groups == 0)
            return;
        AppendGroups(text, groups / GroupBase);
        text.Append('x').Append((groups % GroupBase).ToString("d3")).Append('/');
    }

    private static bool TryParseLevel(string text, out TileKind kind, out int level)
    {
        kind = text == EntriesName ? TileKind.Entries : TileKind.Hashes;
        level = 0;
        if (kind == TileKind.Entries)
            return true;
        bool isLevel = Decimal64.TryParse(text, out ulong value) && value <= MaxLevel;
        level = isLevel ? (int)value : 0;
        return isLevel;
    }

    /// <summary>SPEC: "zero-padded 3-digit path elements. All but the last path element MUST begin with an x".</summary>
    private static bool TryParseIndex(ReadOnlySpan<string> groups, out ulong index)
    {
        index = 0;
        UInt128 value = 0;
        for (int i = 0; i < groups.Length; i++)
        {
            ReadOnlySpan<char> group = groups[i];
            if (i < groups.Length - 1)
            {
                if (!group.StartsWith('x'))
                    return false;
                group = group[1..];
            }

            if (group.Length != 3 || group.ContainsAnyExceptInRange('0', '9'))
                return false;
            value = (value * GroupBase) + ushort.Parse(group);
        }

        index = (ulong)(value & ulong.MaxValue);
        return value <= ulong.MaxValue;
    }

    private static void ThrowIfNotWidth(int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, FullWidth);
    }

    private const ulong GroupBase = 1000;
    private const string PartialSuffix = ".p";
    private const string EntriesName = "entries";

    /// <summary>"tile", the level, seven groups of an index below 2^64, and the width.</summary>
    private const int MaxParts = 10;
}
