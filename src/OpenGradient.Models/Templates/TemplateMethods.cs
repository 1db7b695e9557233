namespace OpenGradient.Models.Templates;

/// <summary>Methods of strings, mappings and lists.</summary>
internal static class TemplateMethods
{
    private const int InterleavedLimit = 1 << 16;

    /// <summary>Calls a method by name.</summary>
    public static object Call(object target, string name, List<object> positional, IReadOnlyDictionary<string, object> named) => target switch
    {
        MarkedText text when name == "format" => TemplateFormat.Braces(text, positional, named),
        MarkedText text => CallText(text, name, Ordered(name, positional, named)),
        TemplateMap map => CallMap(map, name, Ordered(name, positional, named)),
        List<object> list => CallList(list, name, Ordered(name, positional, named)),
        TemplateUndefined undefined => throw TemplateError.Runtime($"'{undefined.Name}' is undefined, so it has no '{name}'."),
        _ => throw TemplateError.Unsupported($"{TemplateValues.Describe(target)} has no method '{name}' here (with {named.Count} named arguments)."),
    };

    /// <summary>All arguments by their place.</summary>
    private static List<object> Ordered(string method, List<object> positional, IReadOnlyDictionary<string, object> named)
    {
        string[] names = method switch
        {
            "split" or "rsplit" => ["sep", "maxsplit"],
            "splitlines" => ["keepends"],
            "replace" => ["old", "new", "count"],
            _ => [],
        };
        List<object> ordered = positional;
        foreach ((string name, object value) in named)
        {
            int index = Array.IndexOf(names, name);
            if (index < positional.Count)
                throw TemplateError.Unsupported($"The method '{method}' has no argument '{name}' here, or has it twice.");
            ordered = [.. ordered, .. Enumerable.Repeat<object>(TemplateNone.Value, Math.Max(0, index + 1 - ordered.Count))];
            ordered[index] = value;
        }

        return ordered;
    }

    /// <summary>Whether mappings have a method of this name.</summary>
    public static bool IsOfMaps(string name) => name is "get" or "keys" or "values" or "items" or "pop" or "update" or "copy" or "clear" or "setdefault";

    /// <summary>Removes characters from the ends: white space, or those given.</summary>
    public static MarkedText Strip(MarkedText text, string? letters, bool atStart, bool atEnd)
    {
        bool IsStripped(char letter) => letters is null ? char.IsWhiteSpace(letter) : letters.Contains(letter, StringComparison.Ordinal);
        int start = 0;
        int end = text.Length;
        while (atStart && start < end && IsStripped(text.Text[start]))
            start++;
        while (atEnd && end > start && IsStripped(text.Text[end - 1]))
            end--;
        return text.Slice(start, end - start);
    }

    /// <summary>Replaces every occurrence, at most <paramref name="limit"/> of them.</summary>
    public static MarkedText Replace(MarkedText text, MarkedText old, MarkedText replacement, long limit)
    {
        if (old.Length == 0)
            return Interleave(text, replacement, limit);
        List<MarkedText> parts = [];
        int start = 0;
        for (int index; limit > 0 && (index = text.Text.IndexOf(old.Text, start, StringComparison.Ordinal)) >= 0; limit--)
        {
            parts.Add(text.Slice(start, index - start));
            parts.Add(replacement);
            start = index + old.Length;
        }

        parts.Add(text.Slice(start, text.Length - start));
        return MarkedText.Concat(parts);
    }

    /// <summary>What replaces the empty string stands before every letter and at the end.</summary>
    private static MarkedText Interleave(MarkedText text, MarkedText replacement, long limit)
    {
        if (text.Length > InterleavedLimit)
            throw TemplateError.TooLarge($"Something is put between at most {InterleavedLimit} letters.");
        List<MarkedText> parts = [];
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < limit)
                parts.Add(replacement);
            if (i < text.Length)
                parts.Add(text.Slice(i, 1));
        }

        return MarkedText.Concat(parts);
    }

    private static object CallText(MarkedText text, string name, List<object> arguments) => (name, arguments.Count) switch
    {
        ("strip", <= 1) => Strip(text, Letters(arguments), atStart: true, atEnd: true),
        ("lstrip", <= 1) => Strip(text, Letters(arguments), atStart: true, atEnd: false),
        ("rstrip", <= 1) => Strip(text, Letters(arguments), atStart: false, atEnd: true),
        ("split", <= 2) => Split(text, arguments),
        ("startswith", 1) => Prefixes(arguments[0]).Exists(prefix => text.Text.StartsWith(prefix, StringComparison.Ordinal)),
        ("startswith", 2) => CallText(Cut(text, (int)Math.Clamp(TemplateOperators.Integer(arguments[1]), 0, text.Length), 0), name, [arguments[0]]),
        ("endswith", 1) => Prefixes(arguments[0]).Exists(suffix => text.Text.EndsWith(suffix, StringComparison.Ordinal)),
        ("replace", 2) => Replace(text, Text(arguments[0]), Text(arguments[1]), long.MaxValue),
        ("replace", 3) => Replace(text, Text(arguments[0]), Text(arguments[1]), TemplateOperators.Integer(arguments[2])),
        ("upper", 0) => text.Map(static letters => letters.ToUpperInvariant()),
        ("lower", 0) => text.Map(static letters => letters.ToLowerInvariant()),
        ("capitalize", 0) => TemplateFilters.Capitalize(text),
        ("title", 0) => TemplateLetters.Title(text, static letter => !char.IsLetter(letter)),
        ("find", 1) => (long)text.Text.IndexOf(Text(arguments[0]).Text, StringComparison.Ordinal),
        ("count", 1) => (long)(text.Text.Split(Text(arguments[0]).Text).Length - 1),
        ("rindex", 1) when text.Text.Contains(Text(arguments[0]).Text, StringComparison.Ordinal) => CallText(text, "rfind", arguments),
        ("rfind", 1) => (long)text.Text.LastIndexOf(Text(arguments[0]).Text, StringComparison.Ordinal),
        ("removeprefix", 1) => text.Text.StartsWith(Text(arguments[0]).Text, StringComparison.Ordinal) ? Cut(text, Text(arguments[0]).Length, 0) : text,
        ("removesuffix", 1) => text.Text.EndsWith(Text(arguments[0]).Text, StringComparison.Ordinal) ? Cut(text, 0, Text(arguments[0]).Length) : text,
        ("splitlines", <= 1) => SplitLines(text, keepsBreaks: arguments is [true]),
        ("join", 1) => TemplateFilters.Join(arguments[0], text, member: null),
        _ => TemplateLetters.Call(text, name, arguments),
    };

    private static object CallMap(TemplateMap map, string name, List<object> arguments) => (name, arguments.Count) switch
    {
        ("get", 1) => map.Find(arguments[0]) ?? TemplateNone.Value,
        ("get", 2) => map.Find(arguments[0]) ?? arguments[1],
        ("keys", 0) => map.Entries.Select(static entry => entry.Key).ToList(),
        ("values", 0) => map.Entries.Select(static entry => entry.Value).ToList(),
        ("items", 0) => TemplateFilters.Items(map),
        ("copy", 0) => TemplateGlobals.MakeMap(map.Entries, isNamespace: false),
        _ => throw TemplateError.Unsupported($"Mappings have no method '{name}' with {arguments.Count} arguments here."),
    };

    private static List<object> Split(MarkedText text, List<object> arguments)
    {
        long limit = arguments.Count > 1 ? TemplateOperators.Integer(arguments[1]) : -1;
        if (arguments.Count == 0 || arguments[0] is TemplateNone)
            return SplitAtSpace(text, limit);
        MarkedText separator = Text(arguments[0]);
        if (separator.Length == 0)
            throw TemplateError.Runtime("The separator of 'split' is empty.");
        List<object> parts = [];
        int start = 0;
        for (int index; limit != 0 && (index = text.Text.IndexOf(separator.Text, start, StringComparison.Ordinal)) >= 0; limit--)
        {
            parts.Add(text.Slice(start, index - start));
            start = index + separator.Length;
        }

        parts.Add(text.Slice(start, text.Length - start));
        return parts;
    }

    private static List<object> SplitAtSpace(MarkedText text, long limit)
    {
        List<object> parts = [];
        int start = 0;
        for (int index = 0; index <= text.Length; index++)
        {
            if (index < text.Length && !char.IsWhiteSpace(text.Text[index]))
                continue;
            if (index > start)
            {
                // The last part has everything that is left, the white space behind it included.
                bool isLast = limit >= 0 && parts.Count == limit;
                parts.Add(text.Slice(start, (isLast ? text.Length : index) - start));
                if (isLast)
                    break;
            }

            start = index + 1;
        }

        return parts;
    }

    private static object CallList(List<object> list, string name, List<object> arguments) => (name, arguments.Count) switch
    {
        ("append", 1) => Append(list, arguments[0]),
        ("pop", 0) => Pop(list, list.Count - 1L),
        ("pop", 1) => Pop(list, TemplateOperators.Integer(arguments[0])),
        ("index", 1) => list.FindIndex(item => TemplateValues.AreEqual(item, arguments[0])) is var index and >= 0
            ? (long)index
            : throw TemplateError.Runtime("The list does not have this element."),
        ("copy", 0) => new List<object>(list),
        ("count", 1) => (long)list.Count(item => TemplateValues.AreEqual(item, arguments[0])),
        _ => throw TemplateError.Unsupported($"Lists have no method '{name}' with {arguments.Count} arguments here."),
    };

    private static object Append(List<object> list, object item)
    {
        list.Add(item);
        return TemplateNone.Value;
    }

    private static object Pop(List<object> list, long index)
    {
        long place = index < 0 ? index + list.Count : index;
        if (place < 0 || place >= list.Count)
            throw TemplateError.Runtime($"The list has no element {index}.");
        object item = list[(int)place];
        list.RemoveAt((int)place);
        return item;
    }

    private static MarkedText Cut(MarkedText text, int atStart, int atEnd) => text.Slice(atStart, text.Length - atStart - atEnd);

    private static List<object> SplitLines(MarkedText text, bool keepsBreaks)
    {
        List<object> lines = [];
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text.Text[i] is not ('\n' or '\r'))
                continue;
            int end = i;
            if (text.Text[i] == '\r' && i + 1 < text.Length && text.Text[i + 1] == '\n')
                i++;
            lines.Add(text.Slice(start, (keepsBreaks ? i + 1 : end) - start));
            start = i + 1;
        }

        if (start < text.Length)
            lines.Add(text.Slice(start, text.Length - start));
        return lines;
    }

    private static string? Letters(List<object> arguments) => arguments.Count == 0 ? null : Text(arguments[0]).Text;

    private static List<string> Prefixes(object argument) => argument is List<object> list
        ? [.. list.Select(static prefix => Text(prefix).Text)]
        : [Text(argument).Text];

    private static MarkedText Text(object value) => value as MarkedText
        ?? throw TemplateError.Runtime($"{TemplateValues.Describe(value)} stands where a string must.");
}
