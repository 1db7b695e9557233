namespace OpenGradient.Models.Templates;

/// <summary>Filters that order, pick and group elements.</summary>
internal static class TemplateSequences
{
    private const int DigitLimit = 15;

    /// <summary>Texts and numbers in order, capitals like small letters.</summary>
    public static IComparer<object> IgnoringCase { get; } = Comparer<object>.Create(static (left, right) => TemplateOperators.Compare(Fold(left), Fold(right)));

    /// <summary>Applies a filter by name.</summary>
    public static object Apply(string name, object value, List<object> positional, IReadOnlyDictionary<string, object> named) => name switch
    {
        "sort" => Sort(value, positional, named),
        "min" => Sorted(value, positional, named).FirstOrDefault() ?? new TemplateUndefined("the least element"),
        "max" => Last(Sorted(value, positional, named)),
        "sum" => Members(value, TemplateFilters.Argument(positional, named, 0, "attribute"))
            .Aggregate(TemplateFilters.Argument(positional, named, 1, "start") ?? 0L, static (sum, item) => TemplateOperators.Apply("+", sum, item)),
        "batch" when positional.Count > 0 => Batch(value, TemplateOperators.Integer(positional[0]), positional.Count > 1 ? positional[1] : null),
        "groupby" when positional.Count > 0 => Group(value, positional[0]),
        "round" => Round(value, positional, named),
        "wordcount" => (long)TemplateValues.ToText(value).Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length,
        _ => throw TemplateError.Unsupported($"The filter '{name}' is not supported."),
    };

    private static List<object> Sort(object value, List<object> positional, IReadOnlyDictionary<string, object> named)
    {
        bool isReversed = TemplateFilters.Argument(positional, named, 0, "reverse") is true;
        bool isExact = TemplateFilters.Argument(positional, named, 1, "case_sensitive") is true;
        object? member = TemplateFilters.Argument(positional, named, 2, "attribute");
        IComparer<object> order = isExact ? Comparer<object>.Create(TemplateOperators.Compare) : IgnoringCase;
        object Key(object item) => member is null ? item : TemplateOperators.Index(item, member);
        // Equal elements keep their order either way, as in Python.
        return isReversed
            ? [.. TemplateOperators.Iterate(value).OrderByDescending(Key, order)]
            : [.. TemplateOperators.Iterate(value).OrderBy(Key, order)];
    }

    private static List<object> Sorted(object value, List<object> positional, IReadOnlyDictionary<string, object> named) => Sort(
        value, [false, .. positional], named.Where(static argument => argument.Key != "reverse").ToDictionary(static pair => pair.Key, static pair => pair.Value));

    /// <summary>The first of the largest, as they stand behind each other.</summary>
    private static object Last(List<object> sorted) => sorted.Count == 0
        ? new TemplateUndefined("the largest element")
        : sorted.First(item => IgnoringCase.Compare(item, sorted[^1]) == 0);

    private static IEnumerable<object> Members(object value, object? member) =>
        TemplateOperators.Iterate(value).Select(item => member is null ? item : TemplateOperators.Index(item, member));

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

    private static List<object> Group(object value, object member) => [.. TemplateOperators.Iterate(value)
        .OrderBy(item => TemplateOperators.Index(item, member), IgnoringCase)
        .GroupBy(item => TemplateValues.ToText(TemplateOperators.Index(item, member)).Text, StringComparer.OrdinalIgnoreCase)
        .Select(group => (object)new List<object> { TemplateOperators.Index(group.First(), member), group.ToList() })];

    private static object Round(object value, List<object> positional, IReadOnlyDictionary<string, object> named)
    {
        if (!TemplateValues.TryNumber(value, out double number))
            throw TemplateError.Runtime($"{TemplateValues.Describe(value)} cannot be rounded.");
        long digits = TemplateFilters.Argument(positional, named, 0, "precision") is long wanted ? wanted : 0;
        return digits is >= 0 and <= DigitLimit ? double.Round(number, (int)digits) : throw TemplateError.Unsupported($"Rounding takes 0 to {DigitLimit} digits.");
    }

    private static object Fold(object value) => value is MarkedText text ? text.Map(static letters => letters.ToLowerInvariant()) : value;
}
