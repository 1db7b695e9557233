using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace OpenGradient.Primitives;

/// <summary>A SHA-256 digest: 32 bytes, written as 64 lower-case hexadecimal digits.</summary>
/// <remarks>
/// Equality is not constant-time: a digest is public. Secrets are compared with
/// <see cref="CryptographicOperations.FixedTimeEquals"/>.
/// </remarks>
public readonly struct Digest : IEquatable<Digest>, IComparable<Digest>, ISpanFormattable, IUtf8SpanFormattable, ISpanParsable<Digest>
{
    /// <summary>The length of a digest, in bytes.</summary>
    public const int SizeBytes = 32;

    private readonly Words _words;

    /// <summary>Wraps exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is not 32 bytes long.</exception>
    public Digest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SizeBytes)
            throw new ArgumentException($"A digest is {SizeBytes} bytes, not {bytes.Length}.", nameof(bytes));
        bytes.CopyTo(_words);
    }

    /// <summary>The SHA-256 digest of <paramref name="data"/> (FIPS 180-4).</summary>
    public static Digest Sha256(ReadOnlySpan<byte> data)
    {
        Digest digest = default;
        SHA256.HashData(data, digest.Writable());
        return digest;
    }

    /// <summary>The SHA-256 digest of everything that <paramref name="hash"/> has taken in; the hash starts anew.</summary>
    public static Digest Finish(IncrementalHash hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        Digest digest = default;
        hash.GetHashAndReset(digest.Writable());
        return digest;
    }

    /// <summary>The 32 bytes, valid as long as the digest they are taken from.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _words;

    /// <summary>A copy of the 32 bytes.</summary>
    public byte[] ToArray() => AsSpan().ToArray();

    /// <summary>Copies the 32 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => AsSpan().CopyTo(destination);

    /// <summary>Reads 64 lower-case hexadecimal digits; anything else is refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Digest digest)
    {
        digest = default;
        if (text.Length != 2 * SizeBytes || text.ContainsAnyExcept(LowerCaseHex))
            return false;
        return Convert.FromHexString(text, digest.Writable(), out _, out _) == OperationStatus.Done;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Digest)"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest) => TryParse(text.AsSpan(), out digest);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Digest result) => TryParse(s, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Digest result) => TryParse(s, out result);

    /// <summary>Reads 64 lower-case hexadecimal digits.</summary>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static Digest Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out Digest digest) ? digest : throw new FormatException("A digest is 64 lower-case hexadecimal digits.");

    /// <inheritdoc/>
    public static Digest Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    /// <inheritdoc/>
    public static Digest Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan());

    /// <summary>The 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(AsSpan());

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Convert.TryToHexStringLower(AsSpan(), destination, out charsWritten);

    /// <inheritdoc/>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Convert.TryToHexStringLower(AsSpan(), utf8Destination, out bytesWritten);

    /// <inheritdoc/>
    public bool Equals(Digest other) => AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Digest other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(AsSpan());

    /// <summary>Orders digests as their bytes, first byte first.</summary>
    public int CompareTo(Digest other) => AsSpan().SequenceCompareTo(other.AsSpan());

    /// <summary>Whether two digests are the same 32 bytes.</summary>
    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    /// <summary>Whether two digests differ.</summary>
    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);

    [UnscopedRef]
    private Span<byte> Writable() => Unsafe.AsRef(in _words);

    private static readonly SearchValues<char> LowerCaseHex = SearchValues.Create("0123456789abcdef");

    [InlineArray(SizeBytes)]
    private struct Words
    {
        private byte _first;
    }
}
