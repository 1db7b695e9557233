using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace OpenGradient.Receipts;

/// <summary>Strict UTF-8.</summary>
internal static class Utf8Text
{
    /// <summary>The text of valid UTF-8; false for other bytes.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        text = Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
        return text is not null;
    }
}
