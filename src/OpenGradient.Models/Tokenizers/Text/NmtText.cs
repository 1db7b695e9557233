using System.Text;
using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tokenizers.Text;

/// <summary>SentencePiece's cleaning of control characters and unusual blanks (rule <c>nmt</c>).</summary>
internal static class NmtText
{
    private static readonly CodePointSet Dropped = CodePointSet.Of(
        (0x01, 0x08), (0x0B, 0x0B), (0x0E, 0x1F), (0x7F, 0x7F), (0x8F, 0x8F), (0x9F, 0x9F));

    private static readonly CodePointSet Blanks = CodePointSet.Of(
        (0x09, 0x0A), (0x0C, 0x0D), (0x1680, 0x1680), (0x200B, 0x200F), (0x2028, 0x2029), (0x2581, 0x2581), (0xFEFF, 0xFEFF), (0xFFFD, 0xFFFD));

    /// <summary>The text without control characters, with unusual blanks as blanks.</summary>
    public static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        foreach (char unit in text)
        {
            if (!Dropped.Contains(unit))
                clean.Append(Blanks.Contains(unit) ? ' ' : unit);
        }

        return clean.ToString();
    }
}
