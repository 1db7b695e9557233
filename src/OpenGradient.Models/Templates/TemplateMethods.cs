using System.Collections.Frozen;

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

    /// <summary>Whether mappings have a method of this name that changes nothing.</summary>
    public static bool IsOfMaps(string name) => name is "get" or "keys" or "values" or "items" or "copy" or "fromkeys";

    /// <summary>Whether lists have a method of this name that changes nothing.</summary>
    public static bool IsOfLists(string name) => name is "copy" or "count" or "index";

    /// <summary>Whether a list or mapping of Python has a method of this name that changes it: a template cannot take hold of it.</summary>
    public static bool Changes(object target, string name) => target is TemplateMap
        ? name is "clear" or "pop" or "popitem" or "setdefault" or "update"
        : target is List<object> and not TemplateTuple && name is "append" or "clear" or "extend" or "insert" or "pop" or "remove" or "reverse" or "sort";

    /// <summary>Whether Python's strings have a method of this name.</summary>
    public static bool IsOfTexts(string name) => TextMethods.Contains(name);

    private static readonly FrozenSet<string> TextMethods = FrozenSet.Create(
        "capitalize", "casefold", "center", "count", "encode", "endswith", "expandtabs", "find", "format", "format_map", "index", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit",
        "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip", "maketrans", "partition", "removeprefix", "removesuffix", "replace",
        "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "translate", "upper", "zfill");

    /// <summary>Removes characters from the ends: white space, or those given.</summary>
    public static MarkedText Strip(MarkedText text, string? letters, bool atStart, bool atEnd)
    {
        bool IsStripped(char letter) => letters is null ? TemplateLetters.IsSpace(letter) : letters.Contains(letter, StringComparison.Ordinal);
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
        foreach (MarkedText letter in text.EachLetter())
        {
            if (limit-- > 0)
                parts.Add(replacement);
            parts.Add(letter);
        }

        if (limit > 0)
            parts.Add(replacement);
        return MarkedText.Concat(parts);
    }

    private static object CallText(MarkedText text, string name, List<object> arguments) => (name, arguments.Count) switch
    {
        ("strip", <= 1) => Strip(text, Letters(arguments), atStart: true, atEnd: true),
        ("lstrip", <= 1) => Strip(text, Letters(arguments), atStart: true, atEnd: false),
        ("rstrip", <= 1) => Strip(text, Letters(arguments), atStart: false, atEnd: true),
        ("split", <= 2) => Split(text, arguments),
        ("startswith", >= 1 and <= 3) => TextWindow.Of(text, arguments) is { } window && Prefixes(arguments[0]).Exists(prefix => window.Text.StartsWith(prefix, StringComparison.Ordinal)),
        ("endswith", >= 1 and <= 3) => TextWindow.Of(text, arguments) is { } window && Prefixes(arguments[0]).Exists(suffix => window.Text.EndsWith(suffix, StringComparison.Ordinal)),
        ("replace", 2) => Replace(text, Text(arguments[0]), Text(arguments[1]), long.MaxValue),
        ("replace", 3) => Replace(text, Text(arguments[0]), Text(arguments[1]), TemplateOperators.Integer(arguments[2])),
        ("upper", 0) => text.Map(TemplateCase.Upper),
        ("lower", 0) => text.Map(TemplateCase.Lower),
        ("capitalize", 0) => text.Map(TemplateCase.Capitalize),
        ("title", 0) => text.Map(TemplateCase.Titles),
        ("find", >= 1 and <= 3) => TextWindow.Find(text, Text(arguments[0]), arguments, fromEnd: false),
        ("rfind", >= 1 and <= 3) => TextWindow.Find(text, Text(arguments[0]), arguments, fromEnd: true),
        ("index" or "rindex", >= 1 and <= 3) => TextWindow.Find(text, Text(arguments[0]), arguments, fromEnd: name == "rindex") is var place and >= 0
            ? place
            : throw TemplateError.Runtime("The string does not have this part."),
        ("count", >= 1 and <= 3) => TextWindow.Count(text, Text(arguments[0]), arguments),
        ("removeprefix", 1) => text.Text.StartsWith(Text(arguments[0]).Text, StringComparison.Ordinal) ? Cut(text, Text(arguments[0]).Length, 0) : text,
        ("removesuffix", 1) => text.Text.EndsWith(Text(arguments[0]).Text, StringComparison.Ordinal) ? Cut(text, 0, Text(arguments[0]).Length) : text,
        ("splitlines", <= 1) => SplitLines(text, keepsBreaks: arguments is [{ } keeps] && TemplateValues.IsTrue(keeps)),
        ("join", 1) => TemplateFilters.Join(arguments[0], text, member: null),
        _ => TemplateLetters.Call(text, name, arguments),
    };

    private static object CallMap(TemplateMap map, string name, List<object> arguments) => (name, arguments.Count) switch
    {
        ("get", 1) => map.Find(arguments[0]) ?? TemplateNone.Value,
        ("get", 2) => map.Find(arguments[0]) ?? arguments[1],
        ("keys", 0) => new TemplateView("dict_keys", map.Entries.Select(static entry => entry.Key)),
        ("values", 0) => new TemplateView("dict_values", map.Entries.Select(static entry => entry.Value)),
        ("items", 0) => new TemplateView("dict_items", TemplateFilters.Items(map)),
        ("fromkeys", 1 or 2) => TemplateGlobals.MakeMap(
            TemplateOperators.Iterate(arguments[0]).Select(key => KeyValuePair.Create(key, arguments.Count > 1 ? arguments[1] : TemplateNone.Value)), isNamespace: false),
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
            if (index < text.Length && !TemplateLetters.IsSpace(text.Text[index]))
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

    /// <summary>The lines; without an empty one behind the last break.</summary>
    public static List<object> SplitLines(MarkedText text, bool keepsBreaks)
    {
        List<object> lines = [];
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text.Text[i] is not ((>= '\n' and <= '\r') or (>= '\u001C' and <= '\u001E') or '\u0085' or '\u2028' or '\u2029'))
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

    private static string? Letters(List<object> arguments) => arguments is [] or [TemplateNone] ? null : Text(arguments[0]).Text;

    private static List<string> Prefixes(object argument) => argument is List<object> list
        ? [.. list.Select(static prefix => Text(prefix).Text)]
        : [Text(argument).Text];

    private static MarkedText Text(object value) => value as MarkedText
        ?? throw TemplateError.Runtime($"{TemplateValues.Describe(value)} stands where a string must.");
}
