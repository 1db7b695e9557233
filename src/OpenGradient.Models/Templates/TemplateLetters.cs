using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>Less usual methods of strings, as Python has them.</summary>
internal static class TemplateLetters
{
    private const int WidthLimit = 1 << 16;

    /// <summary>Calls a method by name.</summary>
    public static object Call(MarkedText text, string name, List<object> arguments) => (name, arguments.Count) switch
    {
        ("rsplit", <= 2) => SplitFromEnd(text, arguments),
        ("partition", 1) => Partition(text, Text(arguments[0]), text.Text.IndexOf(Text(arguments[0]).Text, StringComparison.Ordinal), isLast: false),
        ("rpartition", 1) => Partition(text, Text(arguments[0]), text.Text.LastIndexOf(Text(arguments[0]).Text, StringComparison.Ordinal), isLast: true),
        ("find", 2) => Find(text, arguments),
        ("index", 1 or 2) => Find(text, arguments) is var place and >= 0 ? place : throw TemplateError.Runtime("The string does not have this part."),
        ("swapcase", 0) => text.Map(static letters => string.Concat(letters.Select(SwapCase))),
        ("casefold", 0) => text.Map(static letters => letters.ToLowerInvariant()),
        ("center", 1 or 2) => Pad(text, arguments, static missing => missing / 2),
        ("ljust", 1 or 2) => Pad(text, arguments, static _ => 0),
        ("rjust", 1 or 2) => Pad(text, arguments, static missing => missing),
        ("zfill", 1) => text.Text is ['-' or '+', ..]
            ? MarkedText.Concat(text.Slice(0, 1), Pad(text.Slice(1, text.Length - 1), [TemplateOperators.Integer(arguments[0]) - 1, Zero], static missing => missing))
            : Pad(text, [arguments[0], Zero], static missing => missing),
        ("isspace", 0) => All(text, char.IsWhiteSpace),
        ("isalpha", 0) => All(text, char.IsLetter),
        ("isalnum", 0) => All(text, char.IsLetterOrDigit),
        ("isdigit" or "isdecimal", 0) => All(text, char.IsDigit),
        ("isnumeric", 0) => All(text, char.IsNumber),
        ("isascii", 0) => text.Text.All(char.IsAscii),
        ("islower", 0) => IsLower(text.Text),
        ("isupper", 0) => IsUpper(text.Text),
        _ => throw TemplateError.Unsupported($"Strings have no method '{name}' with {arguments.Count} arguments here."),
    };

    /// <summary>Whether there is a small letter and no capital.</summary>
    public static bool IsLower(string text) => text.Any(char.IsLower) && !text.Any(char.IsUpper);

    /// <summary>Whether there is a capital and no small letter.</summary>
    public static bool IsUpper(string text) => text.Any(char.IsUpper) && !text.Any(char.IsLower);

    /// <summary>A capital behind everything that <paramref name="isBetween"/> says is between words, small letters elsewhere.</summary>
    public static MarkedText Title(MarkedText text, Func<char, bool> isBetween) => text.Map(letters =>
    {
        StringBuilder title = new(letters.Length);
        foreach (char letter in letters)
            title.Append(title.Length == 0 || isBetween(title[^1]) ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter));
        return title.ToString();
    });

    /// <summary>Letter by letter from the end.</summary>
    public static MarkedText Reverse(MarkedText text)
    {
        StringBuilder reversed = new(text.Length);
        foreach (Rune rune in text.Text.EnumerateRunes().Reverse())
            reversed.Append(rune.ToString());
        return MarkedText.FromInput(reversed.ToString());
    }

    /// <summary>The text filled up to a width, so much of what is missing before it as <paramref name="before"/> says.</summary>
    public static MarkedText Pad(MarkedText text, List<object> arguments, Func<int, int> before)
    {
        long width = TemplateOperators.Integer(arguments[0]);
        if (width > WidthLimit)
            throw TemplateError.TooLarge($"A string is filled up to at most {WidthLimit} letters.");
        MarkedText filler = arguments.Count > 1 ? Text(arguments[1]) : MarkedText.FromTemplate(" ");
        if (filler.Length != 1)
            throw TemplateError.Runtime("A string is filled up with one letter.");
        int missing = (int)Math.Max(0, width - text.Length);
        int first = before(missing);
        return MarkedText.Concat([.. Enumerable.Repeat(filler, first), text, .. Enumerable.Repeat(filler, missing - first)]);
    }

    /// <summary>The first letters and an end in place of the rest, whole words unless <paramref name="cutsWords"/>; a text that is hardly longer stays.</summary>
    public static MarkedText Truncate(MarkedText text, long length, bool cutsWords, MarkedText end, long leeway)
    {
        if (text.Length <= (Int128)length + leeway)
            return text;
        int kept = (int)Math.Clamp(length - end.Length, 0, text.Length);
        if (!cutsWords && kept > 0 && text.Text.LastIndexOf(' ', kept - 1) is var blank and >= 0)
            kept = blank;
        return MarkedText.Concat(text.Slice(0, kept), end);
    }

    private static MarkedText Zero { get; } = MarkedText.FromTemplate("0");

    private static List<object> SplitFromEnd(MarkedText text, List<object> arguments)
    {
        if (arguments is not [MarkedText { Length: > 0 } separator, ..])
            throw TemplateError.Unsupported("'rsplit' needs a separator here.");
        long limit = arguments.Count > 1 ? TemplateOperators.Integer(arguments[1]) : -1;
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

    private static TemplateTuple Partition(MarkedText text, MarkedText separator, int index, bool isLast)
    {
        if (separator.Length == 0)
            throw TemplateError.Runtime("The separator of 'partition' is empty.");
        if (index < 0)
            return new TemplateTuple(isLast ? [MarkedText.Empty, MarkedText.Empty, text] : [text, MarkedText.Empty, MarkedText.Empty]);
        int after = index + separator.Length;
        return new TemplateTuple([text.Slice(0, index), text.Slice(index, separator.Length), text.Slice(after, text.Length - after)]);
    }

    private static long Find(MarkedText text, List<object> arguments)
    {
        long start = arguments.Count > 1 ? TemplateOperators.Integer(arguments[1]) : 0;
        int from = (int)Math.Clamp(start < 0 ? start + text.Length : start, 0, text.Length);
        return text.Text.IndexOf(Text(arguments[0]).Text, from, StringComparison.Ordinal);
    }

    private static bool All(MarkedText text, Func<char, bool> isSo) => text.Length > 0 && text.Text.All(isSo);

    private static char SwapCase(char letter) => char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter);

    private static MarkedText Text(object value) => value as MarkedText
        ?? throw TemplateError.Runtime($"{TemplateValues.Describe(value)} stands where a string must.");
}
