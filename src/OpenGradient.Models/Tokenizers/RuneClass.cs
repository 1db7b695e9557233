using System.Globalization;
using System.Text;

namespace OpenGradient.Models.Tokenizers;

/// <summary>The character classes that pre-tokenizer patterns speak of.</summary>
internal static class RuneClass
{
    /// <summary><c>\p{L}</c>.</summary>
    public static bool IsLetter(Rune rune) => Rune.GetUnicodeCategory(rune) <= UnicodeCategory.OtherLetter;

    /// <summary><c>\p{N}</c>.</summary>
    public static bool IsNumber(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary><c>\p{P}</c>.</summary>
    public static bool IsPunctuation(Rune rune) => Rune.IsPunctuation(rune);

    /// <summary><c>\s</c>.</summary>
    public static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune);

    /// <summary><c>[^\s\p{L}\p{N}]</c>.</summary>
    public static bool IsOther(Rune rune) => !IsSpace(rune) && !IsLetter(rune) && !IsNumber(rune);

    /// <summary><c>[\r\n]</c>.</summary>
    public static bool IsLineBreak(Rune rune) => rune.Value is '\r' or '\n';

    /// <summary>How many code points from <paramref name="start"/> on are in a class, counted up to <paramref name="limit"/>.</summary>
    /// <remarks>Whoever takes a few at a time gives the limit: else a long run would be counted again for each few.</remarks>
    public static int Run(ReadOnlySpan<Rune> text, int start, Func<Rune, bool> isIn, int limit = int.MaxValue)
    {
        int end = start;
        while (end < text.Length && end - start < limit && isIn(text[end]))
            end++;
        return end - start;
    }
}
