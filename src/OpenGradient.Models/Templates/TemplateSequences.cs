namespace OpenGradient.Models.Templates;

/// <summary>Filters that order, pick and group elements.</summary>
internal static class TemplateSequences
{
    private const int SliceLimit = 10_000;

    /// <summary>Adds them to the filters.</summary>
    public static void AddTo(Dictionary<string, Func<object, TemplateCall, object>> filters)
    {
        filters["sort"] = static (value, call) => call.Bind(0, "reverse", "case_sensitive", "attribute") is var bound
            ? Sort(TemplateOperators.Iterate(value), Keys(bound[2], IsTrue(bound[1])), IsReversed(bound[0])) : value;
        filters["dictsort"] = SortMap;
        filters["min"] = static (value, call) => Extreme(value, call, isMost: false);
        filters["max"] = static (value, call) => Extreme(value, call, isMost: true);
        filters["unique"] = static (value, call) => call.Bind(0, "case_sensitive", "attribute") is var bound ? new TemplateIterator(Unique(value, Key(bound[1], IsTrue(bound[0])))) : value;
        filters["sum"] = Sum;
        filters["batch"] = static (value, call) => call.Bind(1, "linecount", "fill_with") is var bound ? new TemplateIterator(Batch(value, bound[0]!, bound[1])) : value;
        filters["slice"] = static (value, call) => call.Bind(1, "slices", "fill_with") is var bound ? new TemplateIterator(Slices(value, bound[0]!, bound[1])) : value;
        filters["groupby"] = Group;
    }

    private static bool IsTrue(object? value) => value is not null && TemplateValues.IsTrue(value);

    private static bool IsReversed(object? value) => value is not null && TemplateOperators.Integer(value) != 0;

    /// <summary>A member of an element, capitals as small letters unless that matters.</summary>
    private static Func<object, object> Key(object? member, bool isExact, object? otherwise = null) => item =>
    {
        object key = TemplateOperators.Attribute(item, member, otherwise);
        return !isExact && key is MarkedText text ? text.Map(TemplateCasing.Lower) : key;
    };

    /// <summary>Members with commas between, as a list; of one, and of the element itself, too: so elements that are equal need no order.</summary>
    private static Func<object, object> Keys(object? members, bool isExact)
    {
        Func<object, object>[] keys = members is MarkedText names ? [.. names.Text.Split(',').Select(name => Key(MarkedText.FromTemplate(name), isExact))] : [Key(members, isExact)];
        return item => keys.Select(key => key(item)).ToList();
    }

    /// <summary>Equal elements keep their order, even if all is reversed, as in Python.</summary>
    private static List<object> Sort(IEnumerable<object> items, Func<object, object> key, bool isReversed)
    {
        Comparer<object> order = Comparer<object>.Create(static (left, right) => new TemplateEquality().Compare(left, right));
        return isReversed ? [.. items.OrderByDescending(key, order)] : [.. items.OrderBy(key, order)];
    }

    private static object SortMap(object value, TemplateCall call)
    {
        object?[] bound = call.Bind(0, "case_sensitive", "by", "reverse");
        TemplateMap map = value as TemplateMap ?? throw TemplateError.Runtime($"{TemplateValues.Describe(value)} has no items.");
        long place = bound[1] is null or MarkedText { Text: "key" } ? 0
            : bound[1] is MarkedText { Text: "value" } ? 1 : throw TemplateError.Runtime("The filter 'dictsort' sorts by 'key' or 'value'.");
        return Sort(new TemplateView(map, "items").Items, Key(place, IsTrue(bound[0])), IsReversed(bound[2]));
    }

    private static object Extreme(object value, TemplateCall call, bool isMost)
    {
        object?[] bound = call.Bind(0, "case_sensitive", "attribute");
        return Sort(TemplateOperators.Iterate(value), Key(bound[1], IsTrue(bound[0])), isMost).FirstOrDefault()
            ?? new TemplateUndefined(isMost ? "the largest element" : "the least element");
    }

    private static IEnumerable<object> Unique(object value, Func<object, object> key)
    {
        HashSet<object> seen = [];
        foreach (object item in TemplateOperators.Iterate(value))
        {
            if (seen.Add(TemplateMap.Identity(key(item))))
                yield return item;
        }
    }

    private static object Sum(object value, TemplateCall call)
    {
        object?[] bound = call.Bind(0, "attribute", "start");
        object sum = bound[1] ?? 0L;
        if (sum is MarkedText)
            throw TemplateError.Runtime("The filter 'sum' adds no strings; use 'join'.");
        foreach (object item in TemplateOperators.Iterate(value))
            sum = TemplateOperators.Apply("+", sum, TemplateOperators.Attribute(item, bound[0]));
        return sum;
    }

    /// <summary>So many lists of nearly the same length, the longer ones first; the others filled up if there is something to fill them with.</summary>
    private static IEnumerable<object> Slices(object value, object slices, object? filler)
    {
        List<object> items = [.. TemplateOperators.Iterate(value)];
        long count = TemplateOperators.Integer(slices);
        if (count == 0)
            throw TemplateError.Runtime("Division by zero.");
        if (count > SliceLimit)
            throw TemplateError.TooLarge($"The filter 'slice' makes at most {SliceLimit} lists.");
        (int least, int longer) = count > 0 ? (items.Count / (int)count, items.Count % (int)count) : (0, 0);
        for (int i = 0, start = 0; i < count; i++)
        {
            int length = least + (i < longer ? 1 : 0);
            List<object> slice = items.GetRange(start, length);
            if (filler is not (null or TemplateNone) && i >= longer)
                slice.Add(filler);
            yield return slice;
            start += length;
        }
    }

    private static IEnumerable<object> Batch(object value, object count, object? filler)
    {
        List<object> batch = [];
        foreach (object item in TemplateOperators.Iterate(value))
        {
            if (TemplateValues.AreEqual((long)batch.Count, count))
            {
                yield return batch;
                batch = [];
            }

            batch.Add(item);
        }

        if (batch.Count == 0)
            yield break;
        if (filler is not (null or TemplateNone))
            Fill(batch, TemplateOperators.Integer(count), filler);
        yield return batch;
    }

    private static void Fill(List<object> batch, long count, object filler)
    {
        if (count > TemplateOperators.ListLimit)
            throw TemplateError.TooLarge($"A list would have more than {TemplateOperators.ListLimit} elements.");
        while (batch.Count < count)
            batch.Add(filler);
    }

    private static object Group(object value, TemplateCall call)
    {
        object?[] bound = call.Bind(1, "attribute", "default", "case_sensitive");
        bool isExact = IsTrue(bound[2]);
        Func<object, object> key = Key(bound[0], isExact, bound[1]);
        List<object> groups = [];
        List<object>? group = null;
        object? last = null;
        foreach (object item in Sort(TemplateOperators.Iterate(value), key, isReversed: false))
        {
            object its = key(item);
            if (group is null || !TemplateValues.AreEqual(last!, its))
            {
                group = [];
                groups.Add(new TemplateTuple([TemplateOperators.Attribute(item, bound[0], bound[1]), group]) { Names = ["grouper", "list"] });
            }

            group.Add(item);
            last = its;
        }

        return groups;
    }
}
