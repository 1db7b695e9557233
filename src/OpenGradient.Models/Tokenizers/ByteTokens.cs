using System.Globalization;

namespace OpenGradient.Models.Tokenizers;

/// <summary>Tokens that stand for one byte in vocabularies of text: <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>.</summary>
internal static class ByteTokens
{
    /// <summary>The token's text.</summary>
    public static string TextOf(byte value) => $"<0x{value:X2}>";

    /// <summary>The byte that a token's text stands for; false if it stands for none.</summary>
    public static bool TryRead(string text, out byte value)
    {
        value = 0;
        return text.Length == 6 && text.StartsWith("<0x", StringComparison.Ordinal) && text[5] == '>'
            && byte.TryParse(text.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
