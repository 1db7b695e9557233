using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>Less usual methods of strings, as Python has them.</summary>
internal static class TemplateLetters
{
    private const int WidthLimit = 1 << 16;
    private const int TabLimit = 1 << 10;

    /// <summary>Calls a method by name.</summary>
    public static object Call(MarkedText text, string name, List<object> arguments) => (name, arguments.Count) switch
    {
        ("rsplit", <= 2) => SplitFromEnd(text, arguments),
        ("partition", 1) => Partition(text, Text(arguments[0]), text.Text.IndexOf(Text(arguments[0]).Text, StringComparison.Ordinal), isLast: false),
        ("rpartition", 1) => Partition(text, Text(arguments[0]), text.Text.LastIndexOf(Text(arguments[0]).Text, StringComparison.Ordinal), isLast: true),
        ("swapcase", 0) => text.Map(TemplateCase.Swap),
        ("casefold", 0) => text.Map(TemplateCase.Fold),
        ("expandtabs", <= 1) => ExpandTabs(text, arguments.Count > 0 ? TemplateOperators.Integer(arguments[0]) : 8),
        ("center", 1 or 2) => Pad(text, arguments, Middle),
        ("ljust", 1 or 2) => Pad(text, arguments, static (_, _) => 0),
        ("rjust", 1 or 2) => Pad(text, arguments, static (missing, _) => missing),
        ("zfill", 1) => text.Text is ['-' or '+', ..]
            ? MarkedText.Concat(text.Slice(0, 1), Pad(text.Slice(1, text.Length - 1), [TemplateOperators.Integer(arguments[0]) - 1, Zero], static (missing, _) => missing))
            : Pad(text, [arguments[0], Zero], static (missing, _) => missing),
        ("isspace", 0) => All(text, IsSpace),
        ("isalpha", 0) => All(text, char.IsLetter),
        ("isalnum", 0) => All(text, char.IsLetterOrDigit),
        ("isdigit" or "isdecimal", 0) => All(text, char.IsDigit),
        ("isnumeric", 0) => All(text, char.IsNumber),
        ("isascii", 0) => text.Text.All(char.IsAscii),
        ("islower", 0) => IsLower(text.Text),
        ("isupper", 0) => IsUpper(text.Text),
        ("istitle", 0) => text.Text.Any(char.IsLetter) && TemplateCase.Titles(text.Text) == text.Text,
        _ => throw TemplateError.Unsupported($"Strings have no method '{name}' with {arguments.Count} arguments here."),
    };

    /// <summary>Whether there is a small letter and no capital.</summary>
    public static bool IsLower(string text) => text.Any(char.IsLower) && !text.Any(char.IsUpper);

    /// <summary>Whether there is a capital and no small letter.</summary>
    public static bool IsUpper(string text) => text.Any(char.IsUpper) && !text.Any(char.IsLower);

    /// <summary>What Python takes for white space: four separators of ASCII more than .NET.</summary>
    public static bool IsSpace(char letter) => char.IsWhiteSpace(letter) || letter is >= '\u001C' and <= '\u001F';

    /// <summary>So many letters before a text as Python centers it: an odd one that is missing stands before a text of an odd width.</summary>
    public static int Middle(int missing, int width) => (missing / 2) + (missing & width & 1);

    /// <summary>How many words there are: letters, digits and low lines without anything between.</summary>
    public static long CountWords(string text)
    {
        long count = 0;
        bool isWithin = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isWord = Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune) || rune.Value == '_';
            count += isWord && !isWithin ? 1 : 0;
            isWithin = isWord;
        }

        return count;
    }

    /// <summary>Letter by letter from the end.</summary>
    public static MarkedText Reverse(MarkedText text)
    {
        StringBuilder reversed = new(text.Length);
        foreach (Rune rune in text.Text.EnumerateRunes().Reverse())
            reversed.Append(rune.ToString());
        return MarkedText.FromInput(reversed.ToString());
    }

    /// <summary>The text filled up to a width, so much before it as <paramref name="before"/> makes of what is missing and of the width.</summary>
    public static MarkedText Pad(MarkedText text, List<object> arguments, Func<int, int, int> before)
    {
        long width = TemplateOperators.Integer(arguments[0]);
        if (width > WidthLimit)
            throw TemplateError.TooLarge($"A string is filled up to at most {WidthLimit} letters.");
        MarkedText filler = arguments.Count > 1 ? Text(arguments[1]) : MarkedText.FromTemplate(" ");
        if (filler.LetterCount != 1)
            throw TemplateError.Runtime("A string is filled up with one letter.");
        int missing = (int)Math.Max(0, width - text.LetterCount);
        int first = before(missing, (int)width);
        return MarkedText.Concat([.. Enumerable.Repeat(filler, first), text, .. Enumerable.Repeat(filler, missing - first)]);
    }

    /// <summary>The first letters and an end in place of the rest, whole words unless <paramref name="cutsWords"/>; a text that is hardly longer stays.</summary>
    public static MarkedText Truncate(MarkedText text, long length, bool cutsWords, MarkedText end, long leeway)
    {
        int count = text.LetterCount;
        if (count <= (Int128)length + leeway)
            return text;
        int kept = text.UnitOf((int)Math.Clamp(length - end.LetterCount, 0, count));
        if (!cutsWords && kept > 0 && text.Text.LastIndexOf(' ', kept - 1) is var blank and >= 0)
            kept = blank;
        return MarkedText.Concat(text.Slice(0, kept), end);
    }

    private static MarkedText Zero { get; } = MarkedText.FromTemplate("0");

    private static List<object> SplitFromEnd(MarkedText text, List<object> arguments)
    {
        long limit = arguments.Count > 1 ? TemplateOperators.Integer(arguments[1]) : -1;
        if (arguments is [] or [TemplateNone, ..])
            return SplitAtSpaceFromEnd(text, limit);
        MarkedText separator = Text(arguments[0]);
        if (separator.Length == 0)
            throw TemplateError.Runtime("The separator of 'rsplit' is empty.");
        List<object> parts = [];
        int end = text.Length;
        for (int index; limit != 0 && end > 0 && (index = text.Text[..end].LastIndexOf(separator.Text, StringComparison.Ordinal)) >= 0; limit--)
        {
            int after = index + separator.Length;
            parts.Add(text.Slice(after, end - after));
            end = index;
        }

        parts.Add(text.Slice(0, end));
        parts.Reverse();
        return parts;
    }

    private static List<object> SplitAtSpaceFromEnd(MarkedText text, long limit)
    {
        List<object> parts = [];
        int end = text.Length;
        for (int index = text.Length - 1; index >= -1; index--)
        {
            if (index >= 0 && !IsSpace(text.Text[index]))
                continue;
            if (index + 1 < end)
            {
                // The first part has everything that is left, the white space before it included.
                bool isFirst = limit >= 0 && parts.Count == limit;
                parts.Add(isFirst ? text.Slice(0, end) : text.Slice(index + 1, end - index - 1));
                if (isFirst)
                    break;
            }

            end = index;
        }

        parts.Reverse();
        return parts;
    }

    /// <summary>Blanks up to the next column that is a multiple of a size.</summary>
    private static MarkedText ExpandTabs(MarkedText text, long size)
    {
        if (size > TabLimit)
            throw TemplateError.TooLarge($"A tab is at most {TabLimit} columns wide.");
        List<MarkedText> parts = [];
        int column = 0;
        foreach (MarkedText letter in text.EachLetter())
        {
            int blanks = letter.Text != "\t" ? -1 : size <= 0 ? 0 : (int)size - (column % (int)size);
            parts.Add(blanks < 0 ? letter : MarkedText.FromTemplate(new string(' ', blanks)));
            column = letter.Text is "\n" or "\r" ? 0 : column + (blanks < 0 ? 1 : blanks);
        }

        return MarkedText.Concat(parts);
    }

    private static TemplateTuple Partition(MarkedText text, MarkedText separator, int index, bool isLast)
    {
        if (separator.Length == 0)
            throw TemplateError.Runtime("The separator of 'partition' is empty.");
        if (index < 0)
            return new TemplateTuple(isLast ? [MarkedText.Empty, MarkedText.Empty, text] : [text, MarkedText.Empty, MarkedText.Empty]);
        int after = index + separator.Length;
        return new TemplateTuple([text.Slice(0, index), text.Slice(index, separator.Length), text.Slice(after, text.Length - after)]);
    }

    private static bool All(MarkedText text, Func<char, bool> isSo) => text.Length > 0 && text.Text.All(isSo);

    private static MarkedText Text(object value) => value as MarkedText
        ?? throw TemplateError.Runtime($"{TemplateValues.Describe(value)} stands where a string must.");
}
