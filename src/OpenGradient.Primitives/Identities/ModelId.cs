using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Primitives;

/// <summary>Names a published model version; the digest of its canonical manifest.</summary>
public readonly record struct ModelId(Digest Value) : ISpanParsable<ModelId>, ISpanFormattable, IUtf8SpanFormattable
{
    /// <summary>Reads 64 lower-case hexadecimal digits; anything else is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ModelId id) => TryParse(text.AsSpan(), null, out id);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out ModelId result)
    {
        bool isDigest = Digest.TryParse(s, out Digest digest);
        result = new ModelId(digest);
        return isDigest;
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ModelId result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static ModelId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => new(Digest.Parse(s));

    /// <inheritdoc/>
    public static ModelId Parse(string s, IFormatProvider? provider) => new(Digest.Parse(s));

    /// <summary>The 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Value.TryFormat(destination, out charsWritten, format, provider);

    /// <inheritdoc/>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Value.TryFormat(utf8Destination, out bytesWritten, format, provider);
}
