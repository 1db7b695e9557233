namespace OpenGradient.Models.Templates;

/// <summary>One comparison of lists and mappings, element by element, with a bound on how many: what is shared can be compared again and again.</summary>
internal sealed class TemplateEquality
{
    private const int ComparisonLimit = 10_000;
    private const int DepthLimit = 64;

    private int _comparisons;

    /// <summary>Whether two values are equal: of the same kind, with equal elements.</summary>
    public bool AreEqual(object left, object right, int depth = 0)
    {
        if (ReferenceEquals(left, right))
            return true;
        if (++_comparisons > ComparisonLimit || depth > DepthLimit)
            throw TemplateError.TooLarge($"Comparing takes more than {ComparisonLimit} elements, or nests deeper than {DepthLimit} levels.");
        return (left, right) switch
        {
            (List<object> a, List<object> b) => IsLike(a, b) && a.Count == b.Count
                && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second, depth + 1)),
            (TemplateMap a, TemplateMap b) => !a.IsNamespace && !b.IsNamespace && a.Entries.Count == b.Entries.Count
                && a.Entries.All(entry => b.Find(entry.Key) is { } other && AreEqual(entry.Value, other, depth + 1)),
            (List<object> or TemplateMap, List<object> or TemplateMap) => false,
            _ => TemplateValues.AreEqual(left, right),
        };
    }

    private static bool IsLike(List<object> left, List<object> right) =>
        left is TemplateTuple == right is TemplateTuple && (left as TemplateView)?.Name.Split('(')[0] == (right as TemplateView)?.Name.Split('(')[0];
}
