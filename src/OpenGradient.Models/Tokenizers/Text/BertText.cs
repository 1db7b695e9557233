using System.Text;
using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tokenizers.Text;

/// <summary>BERT's cleaning: control characters go, Chinese characters stand alone, and where wanted accents and capitals go.</summary>
/// <remarks>As in the original's tokenization.py: accents are the marks <c>Mn</c> of the whole decomposition.</remarks>
internal sealed class BertText : ITextNormalizer
{
    private const int CapitalIWithDot = 0x130;

    private static readonly CodePointSet Chinese = CodePointSet.Of(
        (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF),
        (0xF900, 0xFAFF), (0x2F800, 0x2FA1F));

    /// <summary>Whether control characters are dropped and all white space becomes blanks.</summary>
    public bool IsCleaned { get; init; } = true;

    /// <summary>Whether Chinese characters are words of their own.</summary>
    public bool SeparatesChinese { get; init; } = true;

    /// <summary>Whether accents are dropped.</summary>
    public bool DropsAccents { get; init; }

    /// <summary>Whether capitals become small letters.</summary>
    public bool IsLower { get; init; }

    /// <inheritdoc/>
    public string Normalize(string text, bool isStart)
    {
        StringBuilder clean = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            Append(clean, rune);
        string cleaned = clean.ToString();
        if (DropsAccents)
            cleaned = DropAccents(cleaned);
        return IsLower ? ToLower(cleaned) : cleaned;
    }

    /// <summary>The text in small letters, each by itself.</summary>
    public static string ToLower(string text)
    {
        StringBuilder lower = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            // The only character whose lower case is two.
            if (rune.Value == CapitalIWithDot)
                lower.Append("i\u0307");
            else
                AppendRune(lower, UnicodeTable.ToLower(rune.Value));
        }

        return lower.ToString();
    }

    /// <summary>The text decomposed, without the marks that take no place of their own.</summary>
    public static string DropAccents(string text) => WithoutMarks(Normalization.Normalize(text, isCompatible: false, isComposed: false));

    /// <summary>The text without the marks that take no place of their own.</summary>
    public static string WithoutMarks(string text)
    {
        StringBuilder bare = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!CodePointSets.NonSpacingMarks.Contains(rune.Value))
                AppendRune(bare, rune.Value);
        }

        return bare.ToString();
    }

    private void Append(StringBuilder clean, Rune rune)
    {
        int code = rune.Value;
        bool isSpace = CodePointSets.WhiteSpace.Contains(code);
        if (IsCleaned && !isSpace && (code is 0 or 0xFFFD || CodePointSets.Controls.Contains(code)))
            return;
        if (SeparatesChinese && Chinese.Contains(code))
            AppendRune(clean.Append(' '), code).Append(' ');
        else
            AppendRune(clean, IsCleaned && isSpace ? ' ' : code);
    }

    private static StringBuilder AppendRune(StringBuilder text, int code)
    {
        Span<char> units = stackalloc char[2];
        return text.Append(units[..new Rune(code).EncodeToUtf16(units)]);
    }
}
