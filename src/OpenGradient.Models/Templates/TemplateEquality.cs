using System.Numerics;

namespace OpenGradient.Models.Templates;

/// <summary>One comparison of values, element by element, with a bound on how many: what is shared can be compared again and again.</summary>
internal sealed class TemplateEquality
{
    private const int ComparisonLimit = 10_000;
    private const int DepthLimit = 64;

    private int _comparisons;

    /// <summary>Whether two values are equal: numbers by their value, others of the same kind with equal elements.</summary>
    public bool AreEqual(object left, object right, int depth = 0)
    {
        switch (left, right)
        {
            case (MarkedText a, MarkedText b):
                return a.Text == b.Text;
            case (long a, long b):
                return a == b;
            case (double a, double b):
                return a == b;
            case (TemplateNone, TemplateNone) or (TemplateUndefined, TemplateUndefined):
                return true;
            case (List<object> or TemplateMap or TemplateObject, List<object> or TemplateMap or TemplateObject):
                return ReferenceEquals(left, right) || AreAlike(left, right, depth);
            default:
                return TemplateNumbers.TryWhole(left, out BigInteger x) && TemplateNumbers.TryWhole(right, out BigInteger y) && x == y;
        }
    }

    /// <summary>Which of two texts, numbers or lists comes first: below 0 the left, above 0 the right.</summary>
    public int Compare(object left, object right, int depth = 0)
    {
        if (left is MarkedText a && right is MarkedText b)
            return ComparePoints(a.Text, b.Text);
        if (TemplateArithmetic.IsNumber(left) && TemplateArithmetic.IsNumber(right))
            return CompareNumbers(left, right);
        if (left is List<object> first && right is List<object> second && left is TemplateTuple == right is TemplateTuple)
            return CompareLists(first, second, depth);
        throw (left as TemplateUndefined ?? right as TemplateUndefined)?.Error()
            ?? TemplateError.Runtime($"{TemplateValues.Describe(left)} and {TemplateValues.Describe(right)} have no order.");
    }

    private bool AreAlike(object left, object right, int depth)
    {
        Pay(depth);
        return (left, right) switch
        {
            (List<object> a, List<object> b) => a is TemplateTuple == b is TemplateTuple && a.Count == b.Count
                && a.Zip(b).All(pair => AreElementsEqual(pair.First, pair.Second, depth)),
            (TemplateMap a, TemplateMap b) => a.Entries.Count == b.Entries.Count
                && a.Entries.All(entry => b.Find(entry.Key) is { } other && AreElementsEqual(entry.Value, other, depth)),
            (TemplateRange a, TemplateRange b) => a.Count == b.Count && a.Items.SequenceEqual(b.Items),
            (TemplateView a, TemplateView b) => a.Equals(b, (x, y) => AreElementsEqual(x, y, depth)),
            _ => false,
        };
    }

    /// <summary>Elements are equal, too, if they are the same: even what equals nothing.</summary>
    private bool AreElementsEqual(object left, object right, int depth)
    {
        Pay(depth);
        return ReferenceEquals(left, right) || AreEqual(left, right, depth + 1);
    }

    private void Pay(int depth)
    {
        if (++_comparisons > ComparisonLimit || depth > DepthLimit)
            throw TemplateError.TooLarge($"Comparing takes more than {ComparisonLimit} elements, or nests deeper than {DepthLimit} levels.");
    }

    private int CompareLists(List<object> left, List<object> right, int depth)
    {
        for (int i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            if (!AreElementsEqual(left[i], right[i], depth))
                return Compare(left[i], right[i], depth + 1);
        }

        return left.Count.CompareTo(right.Count);
    }

    /// <summary>Exactly: an integer is not made a floating-point number for it.</summary>
    private static int CompareNumbers(object left, object right)
    {
        if (left is long x && right is long y)
            return x.CompareTo(y);
        if (left is double a && right is double b)
            return a.CompareTo(b);
        if (left is double real)
            return -CompareNumbers(right, real);
        TemplateNumbers.TryWhole(left, out BigInteger whole);
        if (right is not double other)
            return TemplateNumbers.TryWhole(right, out BigInteger second) ? whole.CompareTo(second) : 0;
        if (!double.IsFinite(other))
            return other > 0 ? -1 : 1;
        int order = whole.CompareTo(new BigInteger(double.Floor(other)));
        return order == 0 && !double.IsInteger(other) ? -1 : order;
    }

    /// <summary>By code points: UTF-16 has those above U+FFFF before U+E000.</summary>
    private static int ComparePoints(string left, string right)
    {
        int same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
            return left.Length.CompareTo(right.Length);
        static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
        return Rank(left[same]).CompareTo(Rank(right[same]));
    }
}
