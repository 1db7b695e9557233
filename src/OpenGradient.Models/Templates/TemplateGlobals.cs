using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>Functions that every template may call.</summary>
internal static class TemplateGlobals
{
    private const long RangeLimit = 100_000;

    private static readonly TemplateJsonStyle ToolStyle = new(Indent: 2, IsAscii: false, IsSorted: false, Comma: ",", Colon: ": ");

    /// <summary>Adds them to a scope.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="now">The time that <c>strftime_now</c> tells; without one there is no such function.</param>
    public static void AddTo(TemplateScope scope, DateTimeOffset? now)
    {
        scope.Set("raise_exception", (TemplateFunction)Raise);
        scope.Set("namespace", (TemplateFunction)((positional, named) => MakeMap(Entries(positional, named), isNamespace: true)));
        scope.Set("dict", (TemplateFunction)((positional, named) => MakeMap(Entries(positional, named), isNamespace: false)));
        scope.Set("joiner", (TemplateFunction)Joiner);
        scope.Set("cycler", (TemplateFunction)Cycler);
        scope.Set("range", (TemplateFunction)Range);
        if (now is { } time)
            scope.Set("strftime_now", (TemplateFunction)((positional, _) => TemplateTime.Format(time, positional)));
    }

    /// <summary>What FireFunction models call the tools and the time; a prompt's own variables of these names come before.</summary>
    public static void AddFireFunctionNames(TemplateScope scope, ChatPrompt prompt)
    {
        bool hasTools = prompt.Tools is { Kind: JsonKind.Array, Items.Length: > 0 };
        scope.Set("functions", MarkedText.FromInput(hasTools ? TemplateJson.Write(TemplateValues.FromJson(prompt.Tools!), ToolStyle) : ""));
        if (prompt.Now is { } time)
            scope.Set("datetime", TemplateTime.Format(time, [MarkedText.FromTemplate("%b %d %Y %H:%M:%S GMT")]));
    }

    private static object Raise(IReadOnlyList<object> positional, IReadOnlyDictionary<string, object> named) =>
        throw new TemplateRefusedException(positional.Count > 0 ? TemplateValues.ToText(positional[0]).Text : "no reason given");

    /// <summary>A new mapping with these entries.</summary>
    public static TemplateMap MakeMap(IEnumerable<KeyValuePair<object, object>> entries, bool isNamespace)
    {
        TemplateMap map = new(isNamespace);
        foreach ((object key, object value) in entries)
            map.Set(key, value);
        return map;
    }

    /// <summary>What Python's <c>dict</c> makes of its arguments: those of a mapping or of pairs, then the named ones.</summary>
    private static IEnumerable<KeyValuePair<object, object>> Entries(IReadOnlyList<object> positional, IReadOnlyDictionary<string, object> named)
    {
        IEnumerable<KeyValuePair<object, object>> first = positional switch
        {
            [] => [],
            [TemplateMap map] => map.Entries,
            [List<object> pairs] => pairs.Select(static pair => pair is List<object> and [var key, var value]
                ? KeyValuePair.Create(key, value)
                : throw TemplateError.Runtime("A mapping is made of pairs.")),
            _ => throw TemplateError.Runtime("A mapping is made of one mapping or list."),
        };
        return first.Concat(named.Select(static argument => KeyValuePair.Create((object)MarkedText.FromTemplate(argument.Key), argument.Value)));
    }

    /// <summary>A function that gives nothing the first time and the separator from then on.</summary>
    private static object Joiner(IReadOnlyList<object> positional, IReadOnlyDictionary<string, object> named)
    {
        object separator = positional.Count > 0 ? positional[0] : MarkedText.FromTemplate(", ");
        object next = MarkedText.Empty;
        return (TemplateFunction)((_, _) =>
        {
            object given = next;
            next = separator;
            return given;
        });
    }

    /// <summary>Values in turn: <c>next()</c> gives the <c>current</c> one and goes on, <c>reset()</c> begins again.</summary>
    private static object Cycler(IReadOnlyList<object> positional, IReadOnlyDictionary<string, object> named)
    {
        if (positional.Count == 0)
            throw TemplateError.Runtime("'cycler' has nothing to give.");
        TemplateMap cycler = new(isNamespace: true);
        object GoTo(int index)
        {
            object last = cycler.Find("current") ?? TemplateNone.Value;
            cycler.Set(MarkedText.FromTemplate("current"), positional[index]);
            cycler.Set(MarkedText.FromTemplate("next"), (TemplateFunction)((_, _) => GoTo((index + 1) % positional.Count)));
            return last;
        }

        cycler.Set(MarkedText.FromTemplate("reset"), (TemplateFunction)((_, _) =>
        {
            GoTo(0);
            return TemplateNone.Value;
        }));
        GoTo(0);
        return cycler;
    }

    private static object Range(IReadOnlyList<object> positional, IReadOnlyDictionary<string, object> named)
    {
        if (positional.Count is < 1 or > 3)
            throw TemplateError.Runtime("'range' takes one to three integers.");
        long start = positional.Count > 1 ? TemplateOperators.Integer(positional[0]) : 0;
        long stop = TemplateOperators.Integer(positional[positional.Count > 1 ? 1 : 0]);
        long step = positional.Count > 2 ? TemplateOperators.Integer(positional[2]) : 1;
        if (step == 0)
            throw TemplateError.Runtime("'range' cannot have the step 0.");
        List<object> numbers = [];
        for (Int128 number = start; step > 0 ? number < stop : number > stop; number += step)
        {
            if (numbers.Count == RangeLimit)
                throw TemplateError.TooLarge($"'range' gives more than {RangeLimit} numbers.");
            numbers.Add((long)number);
        }

        return new TemplateView(step == 1 ? $"range({start}, {stop})" : $"range({start}, {stop}, {step})", numbers);
    }
}
