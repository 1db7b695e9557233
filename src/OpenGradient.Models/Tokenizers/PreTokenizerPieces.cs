using System.Text;

namespace OpenGradient.Models.Tokenizers;

/// <summary>The parts of patterns that the pre-tokenizers have in common. Each returns the length of its match, 0 for none.</summary>
internal static class PreTokenizerPieces
{
    /// <summary><c>'s|'t|'re|'ve|'m|'ll|'d</c>.</summary>
    public static int Contraction(ReadOnlySpan<Rune> text, int start, bool ignoreCase)
    {
        if (text[start].Value != '\'' || start + 1 >= text.Length)
            return 0;
        int first = Letter(text, start + 1, ignoreCase);
        int second = Letter(text, start + 2, ignoreCase);
        return first switch
        {
            's' or 't' or 'm' or 'd' => 2,
            'r' or 'v' when second == 'e' => 3,
            'l' when second == 'l' => 3,
            _ => 0,
        };
    }

    /// <summary>A class, once or more, after an optional blank.</summary>
    public static int AfterBlank(ReadOnlySpan<Rune> text, int start, Func<Rune, bool> isIn)
    {
        int blank = text[start].Value == ' ' ? 1 : 0;
        int run = RuneClass.Run(text, start + blank, isIn);
        return run > 0 ? blank + run : 0;
    }

    /// <summary><c>\s+(?!\S)</c>: white space, but for its last character where something follows.</summary>
    public static int SpaceBeforeSpace(ReadOnlySpan<Rune> text, int start)
    {
        int run = RuneClass.Run(text, start, RuneClass.IsSpace);
        return start + run == text.Length ? run : Math.Max(run - 1, 0);
    }

    private static int Letter(ReadOnlySpan<Rune> text, int index, bool ignoreCase)
    {
        if (index >= text.Length)
            return 0;
        int letter = text[index].Value;
        return ignoreCase && letter is >= 'A' and <= 'Z' ? letter | 0x20 : letter;
    }
}
