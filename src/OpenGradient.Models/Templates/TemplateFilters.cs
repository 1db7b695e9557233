using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>Filters: what may follow <c>|</c>.</summary>
internal sealed class TemplateFilters
{
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["random"] = "the same conversation must give the same prompt; use 'first'",
        ["urlize"] = "a prompt has no links; leave it out",
    };

    private readonly Dictionary<string, Func<object, TemplateCall, object>> _filters;
    private readonly TemplateBudget _budget;

    /// <summary>The filters of one rendering.</summary>
    public TemplateFilters(TemplateBudget budget)
    {
        _budget = budget;
        _filters = new(StringComparer.Ordinal)
        {
            ["abs"] = Abs,
            ["attr"] = static (value, call) => Attribute(value, TemplateStrings.Text(call.Bind(1, "name")[0]).Text),
            ["capitalize"] = static (value, call) => Mapped(value, call, TemplateCasing.Capitalize),
            ["center"] = static (value, call) => TemplateMembers.Find(TemplateValues.ToSoftText(value), "center") is TemplateFunction center
                ? center.Call(TemplateCall.Of("center", call.Bind(0, "width")[0] ?? 80L)) : value,
            ["count"] = Length,
            ["d"] = Default,
            ["default"] = Default,
            ["e"] = Escape,
            ["escape"] = Escape,
            ["filesizeformat"] = static (value, call) => call.Bind(0, "binary") is var bound ? TemplateTextFilters.FileSize(value, IsTrue(bound[0])) : value,
            ["first"] = static (value, call) => call.Bind(0) is not null ? TemplateOperators.Iterate(value).FirstOrDefault() ?? new TemplateUndefined("the first element") : value,
            ["float"] = static (value, call) => TemplateNumbers.ToReal(value, call.Bind(0, "default")[0] ?? 0.0),
            ["forceescape"] = static (value, call) => Escape(TemplateValues.ToText(value), call),
            ["format"] = Format,
            ["from_json"] = FromJson,
            ["fromjson"] = FromJson,
            ["indent"] = static (value, call) => TemplateTextFilters.Indent(value, call.Bind(0, "width", "first", "blank")),
            ["int"] = static (value, call) => call.Bind(0, "default", "base") is var bound ? TemplateNumbers.ToInteger(value, bound[0] ?? 0L, bound[1] ?? 10L) : value,
            ["items"] = Items,
            ["join"] = static (value, call) => call.Bind(0, "d", "attribute") is var bound ? Join(value, TemplateValues.ToText(bound[0] ?? MarkedText.Empty), bound[1]) : value,
            ["last"] = Last,
            ["length"] = Length,
            ["list"] = static (value, call) => call.Bind(0) is not null ? TemplateOperators.Iterate(value).ToList() : value,
            ["lower"] = static (value, call) => Mapped(value, call, TemplateCasing.Lower),
            ["pprint"] = PrettyPrint,
            ["replace"] = Replace,
            ["reverse"] = Reverse,
            ["round"] = static (value, call) => call.Bind(0, "precision", "method") is var bound
                ? TemplateNumbers.Round(value, bound[0] ?? 0L, bound[1] ?? MarkedText.FromTemplate("common")) : value,
            ["safe"] = static (value, call) => call.Bind(0) is not null ? TemplateValues.ToSoftText(value).As(isSafe: true) : value,
            ["string"] = static (value, call) => call.Bind(0) is not null ? TemplateValues.ToSoftText(value) : value,
            ["striptags"] = static (value, call) => call.Bind(0) is not null ? TemplateHtml.StripTags(TemplateValues.ToText(value)) : value,
            ["title"] = static (value, call) => call.Bind(0) is not null ? TemplateTextFilters.Title(TemplateValues.ToText(value)) : value,
            ["tojson"] = static (value, call) => MarkedText.FromInput(TemplateJson.Write(value, TemplateJsonStyle.Read(call))),
            ["trim"] = static (value, call) => call.Bind(0, "chars") is [{ } letters and not TemplateNone]
                ? TemplateLetters.Strip(TemplateValues.ToSoftText(value), TemplateStrings.Text(letters).Text, atStart: true, atEnd: true)
                : TemplateLetters.Strip(TemplateValues.ToSoftText(value), null, atStart: true, atEnd: true),
            ["truncate"] = static (value, call) => TemplateTextFilters.Truncate(value, call.Bind(0, "length", "killwords", "end", "leeway")),
            ["upper"] = static (value, call) => Mapped(value, call, TemplateCasing.Upper),
            ["urlencode"] = static (value, call) => call.Bind(0) is not null ? TemplateHtml.EncodeUrl(value) : value,
            ["wordcount"] = static (value, call) => call.Bind(0) is not null ? TemplateTextFilters.CountWords(TemplateValues.ToText(value).Text) : value,
            ["wordwrap"] = static (value, call) => TemplateWordWrap.Wrap(TemplateStrings.Text(value), call.Bind(0, "width", "break_long_words", "wrapstring", "break_on_hyphens")),
            ["xmlattr"] = static (value, call) => TemplateHtml.Attributes(value, call.Bind(0, "autospace")[0] is not { } blank || TemplateValues.IsTrue(blank)),
            ["map"] = (value, call) => new TemplateIterator(MapItems(value, call)),
            ["select"] = (value, call) => new TemplateIterator(Select(value, call, ofMember: false, keeps: true)),
            ["reject"] = (value, call) => new TemplateIterator(Select(value, call, ofMember: false, keeps: false)),
            ["selectattr"] = (value, call) => new TemplateIterator(Select(value, call, ofMember: true, keeps: true)),
            ["rejectattr"] = (value, call) => new TemplateIterator(Select(value, call, ofMember: true, keeps: false)),
        };
        TemplateSequences.AddTo(_filters);
    }

    /// <summary>Whether there is a filter of this name.</summary>
    public bool Has(string name) => _filters.ContainsKey(name) || Refused.ContainsKey(name);

    /// <summary>Applies a filter by name.</summary>
    public object Apply(object value, TemplateCall call)
    {
        if (!_filters.TryGetValue(call.Name, out Func<object, TemplateCall, object>? filter))
            throw TemplateError.Unsupported(Refused.TryGetValue(call.Name, out string? cure) ? $"The filter '{call.Name}' is not supported: {cure}." : $"The filter '{call.Name}' is not supported.");
        object result = filter(value, call);
        _budget.Made(result);
        return result;
    }

    /// <summary>Elements, or a member of each, with a separator between.</summary>
    public static MarkedText Join(object value, MarkedText separator, object? member)
    {
        List<MarkedText> parts = [];
        foreach (object item in TemplateOperators.Iterate(value))
        {
            if (parts.Count > 0)
                parts.Add(separator);
            parts.Add(TemplateValues.ToText(TemplateOperators.Attribute(item, member)));
            TemplateSplitting.Check(parts.Count / 2);
        }

        return MarkedText.Concat(parts);
    }

    private static bool IsTrue(object? value) => value is not null && TemplateValues.IsTrue(value);

    private static object Abs(object value, TemplateCall call)
    {
        call.Bind(0);
        if (!TemplateArithmetic.IsNumber(value))
            throw TemplateError.Runtime($"{TemplateValues.Describe(value)} has no size.");
        return value is double real ? double.Abs(real) : TemplateArithmetic.Calculate(TemplateOperators.Apply("<", value, 0L) is true ? "-" : "+", 0L, value);
    }

    /// <summary>A member, never an entry.</summary>
    private static object Attribute(object value, string name) => value is TemplateUndefined undefined
        ? throw undefined.Error()
        : TemplateMembers.Find(value, name) is { } member ? member : new TemplateUndefined(name);

    private static MarkedText Mapped(object value, TemplateCall call, Func<string, string> convert)
    {
        call.Bind(0);
        return TemplateValues.ToSoftText(value).Map(convert);
    }

    private static object Length(object value, TemplateCall call)
    {
        call.Bind(0);
        return value switch
        {
            MarkedText text => (long)text.Count,
            List<object> list => (long)list.Count,
            TemplateMap map => (long)map.Entries.Count,
            TemplateObject { Count: { } count } => (long)count,
            TemplateUndefined => 0L,
            _ => throw TemplateError.Runtime($"{TemplateValues.Describe(value)} has no length."),
        };
    }

    private static object Default(object value, TemplateCall call)
    {
        object?[] bound = call.Bind(0, "default_value", "boolean");
        bool isMissing = value is TemplateUndefined || (IsTrue(bound[1]) && !TemplateValues.IsTrue(value));
        return isMissing ? bound[0] ?? MarkedText.Empty : value;
    }

    private static object Escape(object value, TemplateCall call)
    {
        call.Bind(0);
        return TemplateHtml.Escape(TemplateValues.ToSoftText(value));
    }

    private static object Format(object value, TemplateCall call)
    {
        if (call.Positional.Count > 0 && call.Named.Count > 0)
            throw TemplateError.Runtime("The filter 'format' takes values by their place or by their names, not both.");
        object values = call.Named.Count > 0
            ? TemplateGlobals.MakeMap(call.Named.Select(static argument => KeyValuePair.Create((object)MarkedText.FromTemplate(argument.Key), argument.Value)))
            : new TemplateTuple(call.Positional);
        return TemplatePercents.Format(TemplateValues.ToSoftText(value), values);
    }

    private static object FromJson(object value, TemplateCall call)
    {
        call.Bind(0);
        return JsonReader.TryRead(System.Text.Encoding.UTF8.GetBytes(TemplateValues.ToText(value).Text), out JsonValue? json)
            ? TemplateValues.FromJson(json)
            : throw TemplateError.Runtime("The filter 'from_json' was given something that is no JSON.");
    }

    private static object Items(object value, TemplateCall call)
    {
        call.Bind(0);
        return new TemplateIterator(Pairs(value));
    }

    private static IEnumerable<object> Pairs(object value)
    {
        if (value is TemplateUndefined)
            yield break;
        if (value is not TemplateMap map)
            throw TemplateError.Runtime($"{TemplateValues.Describe(value)} has no items.");
        foreach (object pair in new TemplateView(map, "items").Items)
            yield return pair;
    }

    private static object Last(object value, TemplateCall call)
    {
        call.Bind(0);
        if (value is TemplateIterator)
            throw TemplateError.Runtime($"{TemplateValues.Describe(value)} has no last element.");
        if (value is MarkedText text)
            return text.Count > 0 ? text.Points(text.Count - 1, 1).As(isSafe: false) : new TemplateUndefined("the last element");
        return TemplateOperators.Iterate(value).LastOrDefault() ?? new TemplateUndefined("the last element");
    }

    private static object PrettyPrint(object value, TemplateCall call)
    {
        const int width = 80;
        call.Bind(0);
        string text = TemplateRepr.Write(value, isSorted: true);
        return text.Length <= width ? MarkedText.FromInput(text) : throw TemplateError.Unsupported($"The filter 'pprint' breaks no lines: more than {width} letters are not supported; use 'tojson'.");
    }

    private static object Replace(object value, TemplateCall call)
    {
        object?[] bound = call.Bind(2, "old", "new", "count");
        long limit = bound[2] is null or TemplateNone ? -1 : TemplateOperators.Integer(bound[2]!);
        return TemplateSplitting.Replace(TemplateValues.ToText(value), TemplateValues.ToText(bound[0]!), TemplateValues.ToText(bound[1]!), limit);
    }

    private static object Reverse(object value, TemplateCall call)
    {
        call.Bind(0);
        if (value is MarkedText text)
            return TemplateLetters.Reverse(text);
        IEnumerable<object> reversed = Enumerable.Reverse(TemplateOperators.Iterate(value).ToList());
        return value is TemplateIterator ? reversed.ToList() : new TemplateIterator(reversed);
    }

    private IEnumerable<object> MapItems(object value, TemplateCall call)
    {
        if (!TemplateValues.IsTrue(value))
            yield break;
        Func<object, object> map = Mapping(call);
        foreach (object item in TemplateOperators.Iterate(value))
        {
            _budget.Letters(1);
            yield return map(item);
        }
    }

    private Func<object, object> Mapping(TemplateCall call)
    {
        if (call.Positional.Count == 0 && call.Named.TryGetValue("attribute", out object? member))
        {
            object? otherwise = call.Named.GetValueOrDefault("default");
            if (call.Named.Count > (otherwise is null ? 1 : 2))
                throw TemplateError.Runtime("The filter 'map' has no such argument.");
            return item => TemplateOperators.Attribute(item, member, otherwise);
        }

        if (call.Positional.Count == 0)
            throw TemplateError.Runtime("The filter 'map' needs a filter or an attribute.");
        TemplateCall inner = new(TemplateStrings.Text(call.Positional[0]).Text, [.. call.Positional.Skip(1)], call.Named);
        return item => Apply(item, inner);
    }

    private IEnumerable<object> Select(object value, TemplateCall call, bool ofMember, bool keeps)
    {
        if (!TemplateValues.IsTrue(value))
            yield break;
        int offset = ofMember ? 1 : 0;
        if (call.Positional.Count < offset)
            throw TemplateError.Runtime($"The filter '{call.Name}' needs an attribute.");
        TemplateCall? test = call.Positional.Count == offset
            ? null
            : new(TemplateStrings.Text(call.Positional[offset]).Text, [.. call.Positional.Skip(offset + 1)], call.Named);
        foreach (object item in TemplateOperators.Iterate(value))
        {
            _budget.Letters(1);
            object tested = ofMember ? TemplateOperators.Attribute(item, call.Positional[0]) : item;
            if (keeps == (test is null ? TemplateValues.IsTrue(tested) : TemplateTests.Holds(tested, test, this)))
                yield return item;
        }
    }
}
