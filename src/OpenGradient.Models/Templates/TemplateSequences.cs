namespace OpenGradient.Models.Templates;

/// <summary>Filters that order, pick and group elements.</summary>
internal static class TemplateSequences
{
    private const int UniqueLimit = 1_000;
    private const int SliceLimit = 10_000;

    /// <summary>Texts and numbers in order, capitals like small letters.</summary>
    public static IComparer<object> IgnoringCase { get; } = Comparer<object>.Create(static (left, right) => TemplateOperators.Compare(Fold(left), Fold(right)));

    /// <summary>Applies a filter by name.</summary>
    public static object Apply(string name, object value, List<object> positional, IReadOnlyDictionary<string, object> named) => name switch
    {
        "sort" => Sort(value, positional, named),
        "min" => Sort(value, [false, .. positional], named).FirstOrDefault() ?? new TemplateUndefined("the least element"),
        "max" => Sort(value, [true, .. positional], named).FirstOrDefault() ?? new TemplateUndefined("the largest element"),
        "unique" => Unique(value, positional, named),
        "sum" => Members(value, TemplateFilters.Argument(positional, named, 0, "attribute"))
            .Aggregate(TemplateFilters.Argument(positional, named, 1, "start") ?? 0L, static (sum, item) => TemplateOperators.Apply("+", sum, item)),
        "batch" when positional.Count > 0 => Batch(value, TemplateOperators.Integer(positional[0]), positional.Count > 1 ? positional[1] : null),
        "slice" when positional.Count > 0 => Slices([.. TemplateOperators.Iterate(value)], TemplateOperators.Integer(positional[0]), TemplateFilters.Argument(positional, named, 1, "fill_with")),
        "groupby" => Group(
            value,
            TemplateFilters.Argument(positional, named, 0, "attribute") ?? throw TemplateError.Unsupported("The filter 'groupby' needs an attribute."),
            TemplateFilters.Argument(positional, named, 1, "default")),
        "round" => TemplateNumbers.Round(
            value,
            TemplateFilters.Argument(positional, named, 0, "precision") ?? 0L,
            TemplateFilters.Argument(positional, named, 1, "method") ?? MarkedText.FromTemplate("common")),
        "wordcount" => TemplateLetters.CountWords(TemplateValues.ToText(value).Text),
        _ => throw TemplateError.Unsupported($"The filter '{name}' is not supported."),
    };

    private static List<object> Sort(object value, List<object> positional, IReadOnlyDictionary<string, object> named)
    {
        bool isReversed = TemplateFilters.Argument(positional, named, 0, "reverse") is true;
        bool isExact = TemplateFilters.Argument(positional, named, 1, "case_sensitive") is true;
        object? member = TemplateFilters.Argument(positional, named, 2, "attribute");
        object Key(object item) => Keys(item, member);
        // Equal elements keep their order either way, as in Python.
        return isReversed
            ? [.. TemplateOperators.Iterate(value).OrderByDescending(Key, Order(isExact))]
            : [.. TemplateOperators.Iterate(value).OrderBy(Key, Order(isExact))];
    }

    /// <summary>Keys and values as pairs, by key or by value.</summary>
    public static List<object> SortMap(TemplateMap map, List<object> positional, IReadOnlyDictionary<string, object> named)
    {
        bool isExact = TemplateFilters.Argument(positional, named, 0, "case_sensitive") is true;
        long place = TemplateFilters.Argument(positional, named, 1, "by") is MarkedText { Text: "value" } ? 1 : 0;
        bool isReversed = TemplateFilters.Argument(positional, named, 2, "reverse") is true;
        return Sort(TemplateFilters.Items(map), [isReversed, isExact, place], named);
    }

    /// <summary>What an element is ordered by: members of it, between commas; itself without any.</summary>
    private static List<object> Keys(object item, object? member) => member is MarkedText names
        ? [.. names.Text.Split(',').Select(name => TemplateOperators.Attribute(item, MarkedText.FromTemplate(name.Trim())))]
        : [member is null ? item : TemplateOperators.Attribute(item, member)];

    private static Comparer<object> Order(bool isExact) => Comparer<object>.Create((left, right) => isExact
        ? TemplateOperators.Compare(left, right)
        : TemplateOperators.Compare(((List<object>)left).ConvertAll(Fold), ((List<object>)right).ConvertAll(Fold)));

    private static IEnumerable<object> Members(object value, object? member) =>
        TemplateOperators.Iterate(value).Select(item => member is null ? item : TemplateOperators.Attribute(item, member));

    private static List<object> Unique(object value, List<object> positional, IReadOnlyDictionary<string, object> named)
    {
        bool isExact = TemplateFilters.Argument(positional, named, 0, "case_sensitive") is true;
        object? member = TemplateFilters.Argument(positional, named, 1, "attribute");
        List<object> unique = [];
        List<object> keys = [];
        foreach (object item in TemplateOperators.Iterate(value))
        {
            object key = member is null ? item : TemplateOperators.Attribute(item, member);
            key = isExact ? key : Fold(key);
            if (keys.Exists(other => TemplateValues.AreEqual(key, other)))
                continue;
            if (keys.Count == UniqueLimit)
                throw TemplateError.TooLarge($"The filter 'unique' finds more than {UniqueLimit} elements.");
            keys.Add(key);
            unique.Add(item);
        }

        return unique;
    }

    /// <summary>So many lists of nearly the same length, the longer ones first; the shorter ones filled up if there is something to fill them with.</summary>
    private static List<object> Slices(List<object> items, long count, object? filler)
    {
        if (count is < 1 or > SliceLimit)
            throw TemplateError.Runtime($"The filter 'slice' takes a count of 1 to {SliceLimit}.");
        (int least, int longer) = (items.Count / (int)count, items.Count % (int)count);
        List<object> slices = [];
        for (int i = 0, start = 0; i < count; i++)
        {
            int length = least + (i < longer ? 1 : 0);
            List<object> slice = items.GetRange(start, length);
            if (filler is not null && i >= longer) // Jinja fills up lists of the same length, too
                slice.Add(filler);
            slices.Add(slice);
            start += length;
        }

        return slices;
    }

    private static List<object> Batch(object value, long count, object? filler)
    {
        if (count is < 1 or > int.MaxValue)
            throw TemplateError.Runtime("The filter 'batch' takes a count above 0.");
        List<object> batches = [];
        foreach (object[] batch in TemplateOperators.Iterate(value).Chunk((int)count))
            batches.Add(new List<object>(batch));
        if (filler is not null && batches is [.., List<object> last] && last.Count + 1024 > count)
        {
            while (last.Count < count)
                last.Add(filler);
        }

        return batches;
    }

    private static List<object> Group(object value, object member, object? otherwise)
    {
        object Key(object item) => TemplateOperators.Attribute(item, member, otherwise);
        return [.. TemplateOperators.Iterate(value)
            .OrderBy(Key, IgnoringCase)
            .GroupBy(item => TemplateValues.ToText(Key(item)).Text, StringComparer.OrdinalIgnoreCase)
            .Select(group => (object)new TemplateTuple([Key(group.First()), group.ToList()]) { Names = ["grouper", "list"] })];
    }

    private static object Fold(object value) => value is MarkedText text ? text.Map(TemplateCase.Lower) : value;
}
