using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>Capitals and small letters as Python has them: Unicode's full mappings, by which <c>ß</c> becomes <c>SS</c> (The Unicode Standard, SpecialCasing.txt), where .NET has the simple ones.</summary>
internal static class TemplateCase
{
    /// <summary>Python's <c>str.upper</c>.</summary>
    public static string Upper(string text) => text.AsSpan().ContainsAny(Long) ? string.Concat(text.EnumerateRunes().Select(UpperOf)) : text.ToUpperInvariant();

    /// <summary>Python's <c>str.lower</c>.</summary>
    public static string Lower(string text)
    {
        string lower = text.Contains('\u03A3', StringComparison.Ordinal) ? LowerWithSigmas(text) : text.ToLowerInvariant();
        return lower.Contains(DottedI, StringComparison.Ordinal) ? lower.Replace($"{DottedI}", "i\u0307", StringComparison.Ordinal) : lower;
    }

    /// <summary>The first letter as at the beginning of a title, the rest small: <c>str.capitalize</c>.</summary>
    public static string Capitalize(string text)
    {
        int first = FirstLength(text);
        return Title(text[..first]) + Lower(text)[Lower(text[..first]).Length..];
    }

    /// <summary>A capital behind everything that is no cased letter, small letters elsewhere: <c>str.title</c>.</summary>
    public static string Titles(string text)
    {
        StringBuilder title = new(text.Length);
        string lower = LowerWithSigmas(text);
        bool isWithin = false;
        int unit = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            title.Append(isWithin ? Lower(lower.Substring(unit, rune.Utf16SequenceLength)) : Title(rune.ToString()));
            isWithin = IsCased(rune);
            unit += rune.Utf16SequenceLength;
        }

        return title.ToString();
    }

    /// <summary>Words that stand behind white space, a dash or an opening bracket begin with a capital: the filter <c>title</c>.</summary>
    public static string Words(string text)
    {
        StringBuilder title = new(text.Length);
        for (int start = 0, end; start < text.Length; start = end)
        {
            bool isBetween = IsBetween(text[start]);
            end = start + 1;
            while (end < text.Length && IsBetween(text[end]) == isBetween)
                end++;
            int first = start + FirstLength(text.AsSpan(start));
            title.Append(Upper(text[start..first])).Append(Lower(text[first..end]));
        }

        return title.ToString();
    }

    /// <summary>Small letters for capitals and capitals for the others: <c>str.swapcase</c>.</summary>
    public static string Swap(string text) => string.Concat(text.EnumerateRunes().Select(static rune => Rune.IsUpper(rune) ? Lower(rune.ToString()) : Upper(rune.ToString())));

    /// <summary>What texts have in common that differ in case alone: <c>str.casefold</c>.</summary>
    public static string Fold(string text) => string.Concat(text.EnumerateRunes().Select(static rune => rune.Value switch
    {
        0x131 => rune.ToString(),
        0x1E9E => "ss",
        (>= 0x13A0 and <= 0x13FD) or (>= 0xAB70 and <= 0xABBF) => Rune.ToUpperInvariant(rune).ToString(), // Cherokee was written in capitals first
        _ => Lower(Upper(rune.ToString())),
    }));

    private static string UpperOf(Rune letter) => letter.IsBmp && LongCapitals.TryGetValue((char)letter.Value, out string? capitals) ? capitals : Rune.ToUpperInvariant(letter).ToString();

    /// <summary>One letter at the beginning of a title.</summary>
    private static string Title(string letter)
    {
        if (letter.Length != 1)
            return letter.ToUpperInvariant();
        char only = letter[0];
        int pair = Digraphs.IndexOf(only, StringComparison.Ordinal);
        if (pair >= 0)
            return $"{Digraphs[(pair / 3 * 3) + 1]}";
        if (only is >= '\u10D0' and <= '\u10FF')
            return letter; // Georgian has capitals for whole words only
        return LongCapitals.TryGetValue(only, out string? capitals) && char.ToUpperInvariant(only) == only && !char.IsUpper(only) && CharUnicodeInfo.GetUnicodeCategory(only) != UnicodeCategory.TitlecaseLetter
            ? capitals[..1] + capitals[1..].ToLowerInvariant()
            : letter.ToUpperInvariant();
    }

    /// <summary>A sigma at the end of a word is another letter.</summary>
    private static string LowerWithSigmas(string text)
    {
        StringBuilder lower = new(text.ToLowerInvariant());
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u03A3' && NextCased(text, i, -1) && !NextCased(text, i, 1))
                lower[i] = '\u03C2';
        }

        return lower.ToString();
    }

    /// <summary>Whether the nearest letter or other sign that counts, in a direction, is a cased letter.</summary>
    private static bool NextCased(string text, int index, int step)
    {
        for (index += step; index >= 0 && index < text.Length; index += step)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(text[index]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierSymbol
                || "'.:\u00B7\u2018\u2019\u2024\u2027".Contains(text[index], StringComparison.Ordinal))
                continue;
            return char.IsSurrogate(text[index]) ? false : IsCased(new Rune(text[index]));
        }

        return false;
    }

    private static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;

    private static bool IsBetween(char letter) => letter is '-' or '(' or '{' or '[' or '<' || TemplateLetters.IsSpace(letter);

    private static int FirstLength(ReadOnlySpan<char> text) => text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : Math.Min(1, text.Length);

    private const char DottedI = '\u0130';
    private const string Digraphs = "\u01C4\u01C5\u01C6\u01C7\u01C8\u01C9\u01CA\u01CB\u01CC\u01F1\u01F2\u01F3";

    // Letters whose capital form is more than one letter, each with that form; and the dotless i, which .NET leaves alone.
    private const string Capitals =
        "\u0131I ßSS ŉʼN ǰJ̌ ΐΪ́ ΰΫ́ ևԵՒ ẖH̱ ẗT̈ ẘW̊ ẙY̊ ẚAʾ ὐΥ̓ ὒΥ̓̀ ὔΥ̓́ ὖΥ̓͂ ᾀἈΙ ᾁἉΙ ᾂἊΙ ᾃἋΙ ᾄἌΙ ᾅἍΙ ᾆἎΙ ᾇἏΙ ᾈἈΙ ᾉἉΙ ᾊἊΙ "
        + "ᾋἋΙ ᾌἌΙ ᾍἍΙ ᾎἎΙ ᾏἏΙ ᾐἨΙ ᾑἩΙ ᾒἪΙ ᾓἫΙ ᾔἬΙ ᾕἭΙ ᾖἮΙ ᾗἯΙ ᾘἨΙ ᾙἩΙ ᾚἪΙ ᾛἫΙ ᾜἬΙ ᾝἭΙ ᾞἮΙ ᾟἯΙ ᾠὨΙ ᾡὩΙ ᾢὪΙ ᾣὫΙ ᾤὬΙ ᾥὭΙ "
        + "ᾦὮΙ ᾧὯΙ ᾨὨΙ ᾩὩΙ ᾪὪΙ ᾫὫΙ ᾬὬΙ ᾭὭΙ ᾮὮΙ ᾯὯΙ ᾲᾺΙ ᾳΑΙ ᾴΆΙ ᾶΑ͂ ᾷΑ͂Ι ᾼΑΙ ῂῊΙ ῃΗΙ ῄΉΙ ῆΗ͂ ῇΗ͂Ι ῌΗΙ ῒΪ̀ ΐΪ́ ῖΙ͂ ῗΪ͂ "
        + "ῢΫ̀ ΰΫ́ ῤΡ̓ ῦΥ͂ ῧΫ͂ ῲῺΙ ῳΩΙ ῴΏΙ ῶΩ͂ ῷΩ͂Ι ῼΩΙ ﬀFF ﬁFI ﬂFL ﬃFFI ﬄFFL ﬅST ﬆST ﬓՄՆ ﬔՄԵ ﬕՄԻ ﬖՎՆ ﬗՄԽ";

    private static readonly FrozenDictionary<char, string> LongCapitals = Capitals.Split(' ').ToFrozenDictionary(static entry => entry[0], static entry => entry[1..]);
    private static readonly System.Buffers.SearchValues<char> Long = System.Buffers.SearchValues.Create([.. LongCapitals.Keys]);
}
