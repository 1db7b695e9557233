using System.Numerics;
using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>Filters that lay out text.</summary>
internal static class TemplateTextFilters
{
    private const int IndentLimit = 1 << 10;

    /// <summary>A margin before each line but the first, and before empty lines, if that is asked for.</summary>
    public static MarkedText Indent(object value, object?[] arguments)
    {
        MarkedText text = TemplateStrings.Text(value);
        MarkedText margin = arguments[0] as MarkedText ?? MarkedText.FromTemplate(new string(' ', Width(arguments[0] ?? 4L)));
        margin = text.IsSafe && arguments[0] is MarkedText ? TemplateHtml.Escape(margin) : margin;
        bool isBlank = arguments[2] is { } blank && TemplateValues.IsTrue(blank);
        List<MarkedText> parts = arguments[1] is { } first && TemplateValues.IsTrue(first) ? [margin] : [];
        List<object> lines = TemplateSplitting.Lines(MarkedText.Concat(text, MarkedText.FromTemplate("\n")), keepsBreaks: false);
        for (int i = 0; i < lines.Count; i++)
        {
            if (i > 0)
                parts.Add(MarkedText.FromTemplate("\n"));
            if (i > 0 && (isBlank || ((MarkedText)lines[i]).Length > 0))
                parts.Add(margin);
            parts.Add((MarkedText)lines[i]);
        }

        return MarkedText.Concat(parts).As(text.IsSafe);
    }

    /// <summary>The first letters and an end in place of the rest, whole words unless words are cut; a text that is hardly longer stays.</summary>
    public static object Truncate(object value, object?[] arguments)
    {
        long length = TemplateOperators.Integer(arguments[0] ?? 255L);
        MarkedText end = TemplateStrings.Text(arguments[2] ?? MarkedText.FromTemplate("..."));
        long leeway = arguments[3] is null or TemplateNone ? 5 : TemplateOperators.Integer(arguments[3]!);
        if (length < end.Count || leeway < 0)
            throw TemplateError.Runtime("The filter 'truncate' needs a length of at least that of the end, and no negative leeway.");
        int count = value switch
        {
            MarkedText letters => letters.Count,
            List<object> list => list.Count,
            TemplateMap map => map.Entries.Count,
            TemplateUndefined => 0,
            _ => throw TemplateError.Runtime($"{TemplateValues.Describe(value)} has no length."),
        };
        if (count <= (Int128)length + leeway)
            return value;
        MarkedText text = TemplateStrings.Text(value);
        MarkedText kept = text.Points(0, (int)(length - end.Count));
        bool cutsWords = arguments[1] is { } cuts && TemplateValues.IsTrue(cuts);
        if (!cutsWords && kept.Text.LastIndexOf(' ') is var blank and >= 0)
            kept = kept.Slice(0, blank);
        return TemplateOperators.Apply("+", kept, end);
    }

    /// <summary>A capital behind blanks and opening brackets, small letters elsewhere.</summary>
    public static MarkedText Title(MarkedText text) => text.Map(static letters =>
    {
        StringBuilder title = new(letters.Length);
        int start = 0;
        while (start < letters.Length)
        {
            bool isBetween = IsBetween(letters[start]);
            int end = start + 1;
            while (end < letters.Length && IsBetween(letters[end]) == isBetween)
                end++;
            int first = char.IsHighSurrogate(letters[start]) && start + 1 < end ? 2 : 1;
            title.Append(TemplateCasing.Upper(letters.Substring(start, first))).Append(TemplateCasing.Lower(letters[(start + first)..end]));
            start = end;
        }

        return title.ToString();
    });

    /// <summary>How many words there are: letters, numbers and underscores in a row.</summary>
    public static object CountWords(string text)
    {
        long count = 0;
        bool isInWord = false;
        foreach (int code in TemplateCasing.Codes(text))
        {
            bool isOfWord = TemplateCasing.IsOfWord(code);
            count += isOfWord && !isInWord ? 1 : 0;
            isInWord = isOfWord;
        }

        return count;
    }

    /// <summary>A number of bytes as people read it.</summary>
    public static MarkedText FileSize(object value, bool isBinary)
    {
        object number = TemplateNumbers.ToReal(value, TemplateNone.Value);
        double bytes = number is double real ? real : throw TemplateError.Runtime($"{TemplateValues.Describe(value)} is no number of bytes.");
        double unit = isBinary ? 1024 : 1000;
        if (bytes == 1)
            return MarkedText.FromInput("1 Byte");
        if (bytes < unit)
            return MarkedText.FromInput($"{TemplateValues.ToText(TemplateNumbers.ToInteger(bytes, 0L, 10L))} Bytes");
        if (!double.IsFinite(bytes))
            throw TemplateError.Unsupported("The filter 'filesizeformat' takes finite numbers.");
        BigInteger scale = (BigInteger)unit;
        string[] names = isBinary ? ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"] : ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
        for (int i = 0; ; i++)
        {
            scale *= (BigInteger)unit;
            double next = TemplateNumbers.ToReal(scale);
            if (bytes < next || i == names.Length - 1)
                return MarkedText.FromInput($"{new TemplateFormatSpec(' ', '\0', '\0', 0, '\0', 1, 'f', false).Apply(unit * bytes / next)} {names[i]}");
        }
    }

    private static bool IsBetween(char letter) => letter is '-' or '(' or '{' or '[' or '<' || TemplateCasing.IsSpace(letter);

    private static int Width(object width) => TemplateOperators.Integer(width) is var count and <= IndentLimit
        ? (int)Math.Max(0, count)
        : throw TemplateError.TooLarge($"The filter 'indent' takes at most {IndentLimit} blanks.");
}
