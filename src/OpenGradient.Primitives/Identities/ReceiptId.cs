using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Primitives;

/// <summary>Names a receipt; the digest of its payload bytes, so that no signature can change it.</summary>
public readonly record struct ReceiptId(Digest Value) : ISpanParsable<ReceiptId>, ISpanFormattable
{
    /// <summary>Reads 64 lower-case hexadecimal digits; anything else is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ReceiptId id) => TryParse(text.AsSpan(), null, out id);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out ReceiptId result)
    {
        bool isDigest = Digest.TryParse(s, out Digest digest);
        result = new ReceiptId(digest);
        return isDigest;
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ReceiptId result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static ReceiptId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => new(Digest.Parse(s));

    /// <inheritdoc/>
    public static ReceiptId Parse(string s, IFormatProvider? provider) => new(Digest.Parse(s));

    /// <summary>The 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Value.TryFormat(destination, out charsWritten, format, provider);
}
