using System.Text;

namespace OpenGradient.Interop;

/// <summary>The order of Unicode code points, which is that of UTF-8 bytes and not that of UTF-16 units.</summary>
internal sealed class CodePointOrder : IComparer<string>
{
    public static CodePointOrder Instance { get; } = new();

    public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
}
