using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>A comment line of an event stream that brings the bundle of an answer, for a client that asked for it there (receipt-1 §8.4).</summary>
/// <remarks>
/// <code>": og-bundle " choice SP base64(bundle)</code>
/// The line proves nothing by itself: the bundle is verified as if it had been fetched, and has to be that of the answer's receipt.
/// </remarks>
/// <param name="Choice">Which answer to the request it is of, from 0.</param>
/// <param name="Bytes">The bundle, not judged yet.</param>
public sealed record StreamBundle(long Choice, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The largest bundle that comes in a stream, in bytes: a larger one is asked for.</summary>
    public const int MaximumBytes = 1 << 20;

    /// <summary>How each of these lines begins.</summary>
    public static ReadOnlySpan<byte> Prefix => ": og-bundle "u8;

    /// <summary>The line without its end.</summary>
    public string Format() => string.Create(CultureInfo.InvariantCulture, $": og-bundle {Choice} {Convert.ToBase64String(Bytes.Span)}");

    /// <summary>Reads a line without its end; false if it is none of these, or malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, [NotNullWhen(true)] out StreamBundle? parsed)
    {
        parsed = null;
        if (!line.StartsWith(Prefix) || !Utf8Text.TryDecode(line[Prefix.Length..], out string? text))
            return false;
        string[] fields = text.Split(' ', 2);
        if (fields.Length != 2 || !TextForm.TryReadCount(fields[0], out long choice) || !CanonicalBase64.TryDecode(fields[1], out byte[] bytes) || bytes.Length > MaximumBytes)
            return false;
        parsed = new(choice, bytes);
        return true;
    }
}
