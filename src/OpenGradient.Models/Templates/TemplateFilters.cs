using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>Filters: what may follow <c>|</c>.</summary>
internal static class TemplateFilters
{
    /// <summary>Applies a filter by name.</summary>
    public static object Apply(string name, object value, List<object> positional, IReadOnlyDictionary<string, object> named) => name switch
    {
        "trim" => Trim(TemplateValues.ToText(value), positional),
        "tojson" => MarkedText.FromInput(TemplateJson.Write(value, TemplateJsonStyle.Read(positional, named))),
        "length" or "count" => Length(value),
        "string" or "safe" => TemplateValues.ToText(value),
        "upper" => TemplateValues.ToText(value).Map(TemplateCase.Upper),
        "lower" => TemplateValues.ToText(value).Map(TemplateCase.Lower),
        "capitalize" => TemplateValues.ToText(value).Map(TemplateCase.Capitalize),
        "title" => TemplateValues.ToText(value).Map(TemplateCase.Words),
        "center" => TemplateLetters.Pad(TemplateValues.ToText(value), [Argument(positional, named, 0, "width") ?? 80L], TemplateLetters.Middle),
        "truncate" => Truncate(value is TemplateUndefined ? MarkedText.Empty : Text(value), positional, named),
        "default" or "d" => Default(value, Argument(positional, named, 0, "default_value"), Argument(positional, named, 1, "boolean")),
        "join" => Join(value, Argument(positional, named, 0, "d"), Argument(positional, named, 1, "attribute")),
        "replace" when positional.Count + named.Count is 2 or 3 => TemplateMethods.Replace(
            TemplateValues.ToText(value),
            Text(Argument(positional, named, 0, "old") ?? TemplateNone.Value),
            Text(Argument(positional, named, 1, "new") ?? TemplateNone.Value),
            Argument(positional, named, 2, "count") is { } count and not TemplateNone ? TemplateOperators.Integer(count) : long.MaxValue),
        "format" => TemplateFormat.Percents(TemplateValues.ToText(value), named.Count > 0 ? throw TemplateError.Unsupported("The filter 'format' takes no named arguments here.") : new TemplateTuple(positional)),
        "from_json" or "fromjson" => FromJson(TemplateValues.ToText(value).Text),
        "escape" or "e" or "forceescape" => Escape(TemplateValues.ToText(value)),
        "attr" when positional.Count == 1 => TemplateOperators.Attr(value, Text(positional[0]).Text),
        "first" => Items(value).FirstOrDefault() ?? new TemplateUndefined("the first element"),
        "last" => Items(value).LastOrDefault() ?? new TemplateUndefined("the last element"),
        "list" => Items(value),
        "reverse" when value is MarkedText text => TemplateLetters.Reverse(text),
        "reverse" => Enumerable.Reverse(Items(value)).ToList(),
        "items" => value is TemplateUndefined ? new List<object>() : Items(Map(value)),
        "dictsort" => TemplateSequences.SortMap(Map(value), positional, named),
        "int" => TemplateNumbers.ToInteger(value, Argument(positional, named, 0, "default") ?? 0L, Argument(positional, named, 1, "base") ?? 10L),
        "float" => TemplateNumbers.ToReal(value, Argument(positional, named, 0, "default") ?? 0.0),
        "abs" => TemplateOperators.Apply("<", value, 0L) is true ? TemplateOperators.Apply("-", 0L, value) : value,
        "indent" => IndentLines(
            Text(value), Argument(positional, named, 0, "width"), Argument(positional, named, 1, "first"), Argument(positional, named, 2, "blank")),
        "map" => MapItems(value, positional, named),
        "select" or "reject" => Select(value, positional, name == "select"),
        "selectattr" or "rejectattr" => SelectByMember(value, positional, name == "selectattr"),
        _ => TemplateSequences.Apply(name, value, positional, named),
    };

    /// <summary>Keys and values as a list of pairs.</summary>
    public static List<object> Items(TemplateMap map) => [.. map.Entries.Select(Pair)];

    private static MarkedText Truncate(MarkedText text, List<object> positional, IReadOnlyDictionary<string, object> named) => TemplateLetters.Truncate(
        text,
        TemplateOperators.Integer(Argument(positional, named, 0, "length") ?? 255L),
        TemplateValues.IsTrue(Argument(positional, named, 1, "killwords") ?? false),
        Text(Argument(positional, named, 2, "end") ?? MarkedText.FromTemplate("...")),
        TemplateOperators.Integer(Argument(positional, named, 3, "leeway") ?? 5L));

    private static MarkedText Trim(MarkedText text, List<object> positional) =>
        TemplateMethods.Strip(text, positional.Count > 0 ? Text(positional[0]).Text : null, atStart: true, atEnd: true);

    private static TemplateMap Map(object value) => value as TemplateMap
        ?? throw TemplateError.Runtime($"{TemplateValues.Describe(value)} has no items.");

    /// <summary>An argument by its place or its name; null if it is not given.</summary>
    public static object? Argument(List<object> positional, IReadOnlyDictionary<string, object> named, int index, string name) =>
        index < positional.Count ? positional[index] : named.TryGetValue(name, out object? value) ? value : null;

    private static object Length(object value) => value switch
    {
        MarkedText text => (long)text.LetterCount,
        TemplateUndefined => 0L,
        _ => (long)Items(value).Count,
    };

    private static object Default(object value, object? otherwise, object? alsoIfFalse)
    {
        bool isMissing = value is TemplateUndefined || (alsoIfFalse is true && !TemplateValues.IsTrue(value));
        return isMissing ? otherwise ?? MarkedText.Empty : value;
    }

    /// <summary>Elements, or a member of each, with a separator between.</summary>
    public static MarkedText Join(object value, object? separator, object? member)
    {
        List<MarkedText> parts = [];
        foreach (object item in Items(value))
        {
            if (parts.Count > 0 && separator is not null)
                parts.Add(TemplateValues.ToText(separator));
            parts.Add(TemplateValues.ToText(member is null ? item : TemplateOperators.Attribute(item, member)));
        }

        return MarkedText.Concat(parts);
    }

    private static object Pair(KeyValuePair<object, object> entry) => new TemplateTuple([entry.Key, entry.Value]);

    private static object FromJson(string text) => JsonReader.TryRead(System.Text.Encoding.UTF8.GetBytes(text), out JsonValue? json)
        ? TemplateValues.FromJson(json)
        : throw TemplateError.Runtime("The filter 'from_json' was given something that is no JSON.");

    private static MarkedText Escape(MarkedText text)
    {
        foreach ((string letter, string entity) in (ReadOnlySpan<(string, string)>)[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ("\"", "&#34;")])
            text = TemplateMethods.Replace(text, MarkedText.FromTemplate(letter), MarkedText.FromTemplate(entity), long.MaxValue);
        return text;
    }

    /// <summary>A margin before each line but the first; before empty lines only if that is asked for.</summary>
    private static MarkedText IndentLines(MarkedText text, object? width, object? first, object? blank)
    {
        int blanks = (int)Math.Clamp(width is long count ? count : 4, 0, 64);
        MarkedText margin = width as MarkedText ?? MarkedText.FromTemplate(new string(' ', blanks));
        List<MarkedText> parts = first is true ? [margin] : [];
        // As Jinja does it, a line break is put behind the text: of an empty last line too there is one.
        List<object> lines = TemplateMethods.SplitLines(MarkedText.Concat(text, LineBreak), keepsBreaks: false);
        for (int i = 0; i < lines.Count; i++)
        {
            var line = (MarkedText)lines[i];
            if (i > 0)
                parts.Add(LineBreak);
            if (i > 0 && (blank is true || line.Length > 0))
                parts.Add(margin);
            parts.Add(line);
        }

        return MarkedText.Concat(parts);
    }

    private static MarkedText LineBreak { get; } = MarkedText.FromTemplate("\n");

    private static List<object> MapItems(object value, List<object> positional, IReadOnlyDictionary<string, object> named)
    {
        if (named.TryGetValue("attribute", out object? member))
            return [.. Some(value).Select(item => TemplateOperators.Attribute(item, member, named.GetValueOrDefault("default")))];
        if (positional.Count == 0)
            throw TemplateError.Unsupported("The filter 'map' needs a filter or an attribute.");
        string filter = Text(positional[0]).Text;
        return [.. Some(value).Select(item => Apply(filter, item, positional[1..], named))];
    }

    private static List<object> Select(object value, List<object> positional, bool keeps) => [.. Some(value).Where(item => keeps == (positional.Count == 0
        ? TemplateValues.IsTrue(item)
        : TemplateTests.Holds(Text(positional[0]).Text, item, positional[1..])))];

    private static List<object> SelectByMember(object value, List<object> positional, bool keeps)
    {
        if (positional.Count == 0)
            throw TemplateError.Unsupported("The filters 'selectattr' and 'rejectattr' need an attribute.");
        List<object> members = [.. Some(value).Select(item => TemplateOperators.Attribute(item, positional[0]))];
        return [.. Some(value).Where((_, i) => keeps == (positional.Count == 1
            ? TemplateValues.IsTrue(members[i])
            : TemplateTests.Holds(Text(positional[1]).Text, members[i], positional[2..])))];
    }

    /// <summary>What a picking filter goes through: of none, as of everything that is false, nothing.</summary>
    private static List<object> Some(object value) => TemplateValues.IsTrue(value) ? Items(value) : [];

    private static List<object> Items(object value) => [.. TemplateOperators.Iterate(value)];

    private static MarkedText Text(object value) => value as MarkedText
        ?? throw TemplateError.Runtime($"{TemplateValues.Describe(value)} stands where a string must.");
}
