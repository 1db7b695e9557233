namespace OpenGradient.Interop;

/// <summary>The order of Unicode code points, which is that of UTF-8 bytes and not that of UTF-16 units.</summary>
internal sealed class CodePointOrder : IComparer<string>
{
    public static CodePointOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x;
        ReadOnlySpan<char> right = y;
        int same = left.CommonPrefixLength(right);
        return same == left.Length || same == right.Length ? left.Length.CompareTo(right.Length) : Rank(left[same]).CompareTo(Rank(right[same]));
    }

    /// <summary>Surrogates stand for code points above all others, and come before U+E000 as units.</summary>
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x2000 : unit >= '\ue000' ? unit - 0x800 : unit;
}
