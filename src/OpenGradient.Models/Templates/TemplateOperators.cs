using System.Numerics;

namespace OpenGradient.Models.Templates;

/// <summary>Operators, indexing and slicing.</summary>
internal static class TemplateOperators
{
    /// <summary>The most elements of a list that is made at once, and the most parts that a text is cut into.</summary>
    public const int ListLimit = 1 << 20;

    /// <summary>A binary operator.</summary>
    public static object Apply(string symbol, object left, object right) => symbol switch
    {
        "==" => TemplateValues.AreEqual(left, right),
        "!=" => !TemplateValues.AreEqual(left, right),
        "<" or ">" or "<=" or ">=" => IsInOrder(symbol, left, right),
        "in" => Contains(right, left),
        "~" => MarkedText.Concat(TemplateValues.ToText(left), TemplateValues.ToText(right)),
        "+" => Add(left, right),
        "*" => Multiply(left, right),
        "%" when left is MarkedText text => TemplatePercents.Format(text, right),
        _ => TemplateArithmetic.Calculate(symbol, left, right),
    };

    /// <summary>What a loop goes through.</summary>
    public static IEnumerable<object> Iterate(object value) => value switch
    {
        List<object> list => list.ToArray(),
        TemplateMap map => map.Entries.Select(static entry => entry.Key).ToArray(),
        MarkedText text => Enumerable.Range(0, text.Count).Select(index => (object)text.Points(index, 1).As(isSafe: false)),
        TemplateObject { Items: { } items } => items,
        TemplateUndefined => [],
        _ => throw TemplateError.Runtime($"{TemplateValues.Describe(value)} cannot be gone through."),
    };

    /// <summary><c>a[b]</c>: an element or an entry; a text that names none may name a method.</summary>
    public static object Index(object target, object key)
    {
        object? found = target switch
        {
            TemplateUndefined undefined => throw undefined.Error(),
            TemplateMap map => TemplateMap.CanBeKey(key) ? map.Find(key) : null,
            List<object> list => At(key, list.Count) is int place ? list[place] : null,
            MarkedText text => At(key, text.Count) is int place ? text.Points(place, 1) : null,
            TemplateRange range => At(key, range.Count!.Value) is int place ? range.At(place) : null,
            _ => null,
        };
        return found ?? (key is MarkedText name ? TemplateMembers.Find(target, name.Text) : null)
            ?? new TemplateUndefined(key is MarkedText missing ? missing.Text : $"element {(key is long or BigInteger ? key : "")}".TrimEnd());
    }

    /// <summary>What the argument <c>attribute</c> of filters names: an element by number, or a path of members with points between.</summary>
    public static object Attribute(object target, object? path, object? otherwise = null)
    {
        if (path is null or TemplateNone)
            return target;
        object[] steps = path is MarkedText names
            ? [.. names.Text.Split('.').Select(static name => name.Length is > 0 and < 18 && name.All(char.IsAsciiDigit)
                ? (object)long.Parse(name, System.Globalization.CultureInfo.InvariantCulture) : MarkedText.FromTemplate(name))]
            : [path];
        foreach (object step in steps)
        {
            target = Index(target, step);
            if (target is TemplateUndefined && otherwise is not (null or TemplateNone))
                target = otherwise;
        }

        return target;
    }

    /// <summary><c>a[start:stop:step]</c> as Python has it.</summary>
    public static object Slice(object target, object start, object stop, object step)
    {
        int? count = target switch
        {
            List<object> items => items.Count,
            MarkedText letters => letters.Count,
            TemplateRange range => range.Count,
            TemplateUndefined undefined => throw undefined.Error(),
            _ => null,
        };
        if (count is not { } length)
            throw TemplateError.Runtime($"{TemplateValues.Describe(target)} cannot be sliced.");
        long stride = step is TemplateNone ? 1 : Bound(step);
        if (stride == 0)
            throw TemplateError.Runtime("A slice cannot have the step 0.");
        (int least, int most) = stride > 0 ? (0, length) : (-1, length - 1);
        int Clamped(object bound, int byDefault) => bound is TemplateNone ? byDefault : (int)Math.Clamp(Bound(bound) is < 0 and var back ? back + length : Bound(bound), least, most);
        return Slice(target, Clamped(start, stride > 0 ? 0 : length - 1), Clamped(stop, stride > 0 ? length : -1), stride);
    }

    /// <summary>The value as an integer.</summary>
    public static long Integer(object value) => value switch
    {
        long integer => integer,
        bool flag => flag ? 1 : 0,
        BigInteger => throw TemplateError.Runtime("A number does not fit 64 bits."),
        TemplateUndefined undefined => throw undefined.Error(),
        _ => throw TemplateError.Runtime($"{TemplateValues.Describe(value)} stands where an integer must."),
    };

    /// <summary>Whether something is in something.</summary>
    public static bool Contains(object container, object item)
    {
        switch (container)
        {
            case MarkedText text:
                return item is MarkedText part ? text.Text.Contains(part.Text, StringComparison.Ordinal)
                    : throw TemplateError.Runtime($"{TemplateValues.Describe(item)} cannot be in a string.");
            case TemplateMap map:
                return map.Find(item) is not null;
            case TemplateRange range when TemplateArithmetic.IsNumber(item):
                return range.IndexOf(item) >= 0;
            case TemplateUndefined:
                return false;
        }

        TemplateEquality equality = new();
        return Iterate(container).Any(element => ReferenceEquals(element, item) || equality.AreEqual(element, item));
    }

    /// <summary>A bound of a slice; beyond 32 bits they are all the same, and sums of them fit.</summary>
    private static long Bound(object bound) => bound is BigInteger large ? large.Sign * (long)int.MaxValue : Math.Clamp(Integer(bound), -int.MaxValue, int.MaxValue);

    private static object Slice(object target, int first, int end, long stride)
    {
        if (target is MarkedText whole && stride == 1)
            return whole.Points(first, Math.Max(0, end - first));
        if (target is TemplateRange range)
            return range.Slice(first, end, stride);
        List<int> places = [];
        for (long place = first; stride > 0 ? place < end : place > end; place += stride)
            places.Add((int)place);
        if (target is MarkedText text)
            return MarkedText.Concat(places.ConvertAll(place => text.Points(place, 1))).As(text.IsSafe);
        IEnumerable<object> items = places.Select(place => ((List<object>)target)[place]);
        return target is TemplateTuple ? new TemplateTuple(items) : items.ToList();
    }

    private static int? At(object key, int count)
    {
        if (key is not (long or bool))
            return null;
        long index = Integer(key);
        long place = index < 0 ? index + count : index;
        return place >= 0 && place < count ? (int)place : null;
    }

    private static bool IsInOrder(string symbol, object left, object right)
    {
        int order = new TemplateEquality().Compare(left, right);
        return left is not double.NaN && right is not double.NaN && symbol switch
        {
            "<" => order < 0,
            ">" => order > 0,
            "<=" => order <= 0,
            _ => order >= 0,
        };
    }

    private static object Add(object left, object right)
    {
        switch (left, right)
        {
            case (MarkedText a, MarkedText b):
                bool isSafe = a.IsSafe || b.IsSafe;
                return isSafe ? MarkedText.Concat(TemplateHtml.Escape(a), TemplateHtml.Escape(b)).As(true) : MarkedText.Concat(a, b);
            case (List<object> a, List<object> b) when left is TemplateTuple == right is TemplateTuple:
                if (a.Count + b.Count > ListLimit)
                    throw TemplateError.TooLarge($"A list would have more than {ListLimit} elements.");
                return left is TemplateTuple ? new TemplateTuple([.. a, .. b]) : (List<object>)[.. a, .. b];
            default:
                return TemplateArithmetic.Calculate("+", left, right);
        }
    }

    /// <summary>Numbers, or a text or list so many times.</summary>
    private static object Multiply(object left, object right)
    {
        if (left is not (MarkedText or List<object>) && right is MarkedText or List<object>)
            (left, right) = (right, left);
        if (left is not (MarkedText or List<object>) || right is not (long or bool))
            return TemplateArithmetic.Calculate("*", left, right);
        long times = Math.Max(0, Integer(right));
        int length = left is MarkedText letters ? letters.Length : ((List<object>)left).Count;
        if ((Int128)times * length > ListLimit)
            throw TemplateError.TooLarge($"A repeated text or list would have more than {ListLimit} letters or elements.");
        int count = length == 0 ? 0 : (int)times;
        if (left is MarkedText text)
            return MarkedText.Concat([.. Enumerable.Repeat(text, count)]).As(text.IsSafe);
        IEnumerable<object> items = Enumerable.Repeat((List<object>)left, count).SelectMany(static list => list);
        return left is TemplateTuple ? new TemplateTuple(items) : items.ToList();
    }
}
