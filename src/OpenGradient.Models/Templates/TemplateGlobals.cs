using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>Functions that every template may call.</summary>
internal static class TemplateGlobals
{
    private static readonly TemplateJsonStyle ToolStyle = new(Indent: "  ", IsAscii: false, IsSorted: false, Comma: ",", Colon: ": ");

    /// <summary>Adds them to a scope.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="now">The time that <c>strftime_now</c> tells; without one there is no such function.</param>
    public static void AddTo(TemplateScope scope, DateTimeOffset? now)
    {
        void Add(string name, Func<TemplateCall, object> body, Func<string, object?>? members = null) => scope.Set(name, new TemplateFunction(name, body, members));
        Add("raise_exception", static call => throw new TemplateRefusedException(TemplateValues.ToText(call.Bind(1, "message")[0]!).Text));
        Add("namespace", static call => new TemplateNamespace(MakeMap(Entries(call))));
        Add("dict", static call => MakeMap(Entries(call)), static name => name == "fromkeys" ? new TemplateFunction(name, FromKeys) : null);
        Add("joiner", static call => new TemplateJoiner(call.Bind(0, "sep")[0] ?? MarkedText.FromTemplate(", ")));
        Add("cycler", static call => call.Positional.Count > 0 && call.Named.Count == 0 ? new TemplateCycler(call.Positional) : throw TemplateError.Runtime("'cycler' needs something to give."));
        Add("range", Range);
        Add("lipsum", static _ => throw TemplateError.Unsupported("'lipsum' is not supported: the same conversation must give the same prompt."));
        if (now is { } time)
            Add("strftime_now", call => TemplateTime.Format(time, TemplateStrings.Text(call.Bind(1, "format")[0]).Text));
    }

    /// <summary>What FireFunction models call the tools and the time; a prompt's own variables of these names come before.</summary>
    public static void AddFireFunctionNames(TemplateScope scope, ChatPrompt prompt)
    {
        bool hasTools = prompt.Tools is { Kind: JsonKind.Array, Items.Length: > 0 };
        scope.Set("functions", MarkedText.FromInput(hasTools ? TemplateJson.Write(TemplateValues.FromJson(prompt.Tools!), ToolStyle) : ""));
        if (prompt.Now is { } time)
            scope.Set("datetime", TemplateTime.Format(time, "%b %d %Y %H:%M:%S GMT"));
    }

    /// <summary>A new mapping with these entries.</summary>
    public static TemplateMap MakeMap(IEnumerable<KeyValuePair<object, object>> entries)
    {
        TemplateMap map = new();
        foreach ((object key, object value) in entries)
            map.Set(key, value);
        return map;
    }

    /// <summary>A mapping of all keys to one value: Python's <c>dict.fromkeys</c>.</summary>
    public static TemplateMap FromKeys(TemplateCall call)
    {
        object?[] bound = call.Bind(1, "/iterable", "/value");
        return MakeMap(TemplateOperators.Iterate(bound[0]!).Select(key => KeyValuePair.Create(key, bound[1] ?? TemplateNone.Value)));
    }

    /// <summary>What Python's <c>dict</c> makes of its arguments: those of a mapping or of pairs, then the named ones.</summary>
    private static IEnumerable<KeyValuePair<object, object>> Entries(TemplateCall call)
    {
        IEnumerable<KeyValuePair<object, object>> first = call.Positional switch
        {
            [] => [],
            [TemplateMap map] => map.Entries,
            [var pairs] => TemplateOperators.Iterate(pairs).Select(static pair => TemplateOperators.Iterate(pair).Take(3).ToList() is [var key, var value]
                ? KeyValuePair.Create(key, value)
                : throw TemplateError.Runtime("A mapping is made of pairs.")),
            _ => throw TemplateError.Runtime("A mapping is made of one mapping or list."),
        };
        return first.Concat(call.Named.Select(static argument => KeyValuePair.Create((object)MarkedText.FromTemplate(argument.Key), argument.Value)));
    }

    private static TemplateRange Range(TemplateCall call)
    {
        object?[] bound = call.Bind(1, "/start", "/stop", "/step");
        long first = TemplateOperators.Integer(bound[0]!);
        return bound[1] is null
            ? new TemplateRange(0, first, 1)
            : new TemplateRange(first, TemplateOperators.Integer(bound[1]!), TemplateOperators.Integer(bound[2] ?? 1L));
    }
}
