namespace OpenGradient.Models.Templates;

/// <summary>Operators, member access, indexing and slicing.</summary>
internal static class TemplateOperators
{
    private const int ListLimit = 1 << 20;

    /// <summary>A binary operator.</summary>
    public static object Apply(string symbol, object left, object right) => symbol switch
    {
        "==" => TemplateValues.AreEqual(left, right),
        "!=" => !TemplateValues.AreEqual(left, right),
        "<" => Compare(left, right) < 0,
        ">" => Compare(left, right) > 0,
        "<=" => Compare(left, right) <= 0,
        ">=" => Compare(left, right) >= 0,
        "in" => Contains(right, left),
        "~" => MarkedText.Concat(TemplateValues.ToText(left), TemplateValues.ToText(right)),
        "+" => Add(left, right),
        "*" => Multiply(left, right),
        "%" when left is MarkedText text => TemplateFormat.Percents(text, right is TemplateTuple values ? values : [right]),
        _ => Calculate(symbol, left, right),
    };

    /// <summary>What a loop goes through.</summary>
    public static IEnumerable<object> Iterate(object value) => value switch
    {
        List<object> list => list.ToArray(),
        TemplateMap map => map.Entries.Select(static entry => entry.Key).ToArray(),
        MarkedText text => Enumerable.Range(0, text.Length).Select(index => (object)text.Slice(index, 1)),
        // Of none too there is nothing: templates made for tools are used without any.
        TemplateUndefined or TemplateNone => [],
        _ => throw TemplateError.Runtime($"{TemplateValues.Describe(value)} cannot be gone through."),
    };

    /// <summary><c>a.b</c>: an entry of a mapping, undefined where there is none.</summary>
    /// <remarks>As in Jinja, <c>a.items</c> and the like are the methods of a mapping even if it has such an entry; <c>a['items']</c> is the entry.</remarks>
    public static object Member(object target, string name) => target switch
    {
        TemplateMap { IsNamespace: false } map when TemplateMethods.IsOfMaps(name) =>
            (TemplateFunction)((positional, named) => TemplateMethods.Call(map, name, [.. positional], named)),
        _ => Entry(target, name),
    };

    private static object Entry(object target, string name) => target switch
    {
        TemplateMap map => map.Find(name) ?? new TemplateUndefined(name),
        TemplateTuple tuple => tuple.Find(name) ?? new TemplateUndefined(name),
        TemplateUndefined undefined => throw TemplateError.Runtime($"'{undefined.Name}' is undefined, so it has no '{name}'."),
        _ => new TemplateUndefined(name),
    };

    /// <summary><c>a[b]</c>.</summary>
    public static object Index(object target, object key)
    {
        if (key is MarkedText name)
            return Entry(target, name.Text);
        if (target is TemplateMap map)
            return map.Find(key) ?? new TemplateUndefined("the entry");
        long index = Integer(key);
        return target switch
        {
            List<object> list => At(index, list.Count) is int place ? list[place] : new TemplateUndefined($"element {index}"),
            MarkedText text => At(index, text.Length) is int place ? text.Slice(place, 1) : new TemplateUndefined($"letter {index}"),
            TemplateUndefined undefined => throw TemplateError.Runtime($"'{undefined.Name}' is undefined, so it has no element {index}."),
            _ => new TemplateUndefined($"element {index}"),
        };
    }

    /// <summary>What the argument <c>attribute</c> of filters names: an element by number, or a path of members with points between.</summary>
    public static object Attribute(object target, object path, object? otherwise = null)
    {
        if (path is not MarkedText names)
            return Index(target, path);
        foreach (string name in names.Text.Split('.'))
            target = long.TryParse(name, System.Globalization.NumberStyles.None, null, out long place) ? Index(target, place) : Entry(target, name);
        return target is TemplateUndefined && otherwise is not null ? otherwise : target;
    }

    /// <summary><c>a[start:stop:step]</c> as Python has it.</summary>
    public static object Slice(object target, long? start, long? stop, long step)
    {
        if (step == 0)
            throw TemplateError.Runtime("A slice cannot have the step 0.");
        int count = target switch
        {
            List<object> items => items.Count,
            MarkedText letters => letters.Length,
            _ => throw TemplateError.Runtime($"{TemplateValues.Describe(target)} cannot be sliced."),
        };
        long first = Clamp(start ?? (step > 0 ? 0 : count - 1), count, step > 0 ? 0 : -1, step > 0 ? count : count - 1);
        long end = stop is null ? (step > 0 ? count : -1) : Clamp(stop.Value, count, step > 0 ? 0 : -1, step > 0 ? count : count - 1);
        if (target is MarkedText whole && step == 1)
            return whole.Slice((int)first, (int)Math.Max(0, end - first));
        List<int> places = [];
        for (Int128 place = first; step > 0 ? place < end : place > end; place += step)
            places.Add((int)place);
        return target is MarkedText text
            ? MarkedText.Concat(places.Select(place => text.Slice(place, 1)).ToList())
            : places.Select(place => ((List<object>)target)[place]).ToList();
    }

    /// <summary>The value as an integer.</summary>
    public static long Integer(object value) => value switch
    {
        long integer => integer,
        bool flag => flag ? 1 : 0,
        _ => throw TemplateError.Runtime($"{TemplateValues.Describe(value)} stands where an integer must."),
    };

    private static int? At(long index, int count)
    {
        long place = index < 0 ? index + count : index;
        return place >= 0 && place < count ? (int)place : null;
    }

    private static long Clamp(long bound, int count, long least, long most) => Math.Clamp(bound < 0 ? bound + count : bound, least, most);

    /// <summary>Which of two texts or numbers comes first: below 0 the left, above 0 the right.</summary>
    public static int Compare(object left, object right)
    {
        if (left is MarkedText a && right is MarkedText b)
            return string.CompareOrdinal(a.Text, b.Text);
        return TemplateValues.TryNumber(left, out double x) && TemplateValues.TryNumber(right, out double y)
            ? x.CompareTo(y)
            : throw TemplateError.Runtime($"{TemplateValues.Describe(left)} and {TemplateValues.Describe(right)} have no order.");
    }

    private static bool Contains(object container, object item) => (container, item) switch
    {
        (MarkedText text, MarkedText part) => text.Text.Contains(part.Text, StringComparison.Ordinal),
        (TemplateMap map, _) => map.Find(item) is not null,
        (List<object> list, _) => list.Exists(element => TemplateValues.AreEqual(element, item)),
        (TemplateUndefined, _) => false,
        _ => throw TemplateError.Runtime($"{TemplateValues.Describe(item)} cannot be in {TemplateValues.Describe(container)}."),
    };

    private static object Add(object left, object right) => (left, right) switch
    {
        (MarkedText a, MarkedText b) => MarkedText.Concat(a, b),
        (TemplateTuple a, TemplateTuple b) when a.Count + b.Count <= ListLimit => new TemplateTuple([.. a, .. b]),
        (List<object> a, List<object> b) when a.Count + b.Count <= ListLimit => (List<object>)[.. a, .. b],
        (List<object>, List<object>) => throw TemplateError.TooLarge($"A list would have more than {ListLimit} elements."),
        _ => Calculate("+", left, right),
    };

    /// <summary>Numbers, or a text or list so many times.</summary>
    private static object Multiply(object left, object right)
    {
        if (left is not (MarkedText or List<object>) && right is MarkedText or List<object>)
            (left, right) = (right, left);
        if (left is not (MarkedText or List<object>) || right is not (long or bool))
            return Calculate("*", left, right);
        long times = Math.Max(0, Integer(right));
        int length = left is MarkedText letters ? letters.Length : ((List<object>)left).Count;
        if ((Int128)times * length > ListLimit)
            throw TemplateError.TooLarge($"A repeated text or list would have more than {ListLimit} letters or elements.");
        int count = length == 0 ? 0 : (int)times;
        if (left is MarkedText text)
            return MarkedText.Concat([.. Enumerable.Repeat(text, count)]);
        IEnumerable<object> items = Enumerable.Repeat((List<object>)left, count).SelectMany(static list => list);
        return left is TemplateTuple ? new TemplateTuple(items) : items.ToList();
    }

    private static object Calculate(string symbol, object left, object right)
    {
        if (!TemplateValues.TryNumber(left, out double x) || !TemplateValues.TryNumber(right, out double y))
            throw TemplateError.Runtime($"'{symbol}' does not work on {TemplateValues.Describe(left)} and {TemplateValues.Describe(right)}.");
        bool areIntegers = left is not double && right is not double && symbol != "/" && !(symbol == "**" && y < 0);
        if (y == 0 && symbol is "/" or "//" or "%" && y == 0)
            throw TemplateError.Runtime("Division by zero.");
        return areIntegers ? CalculateIntegers(symbol, Integer(left), Integer(right)) : CalculateNumbers(symbol, x, y);
    }

    private static object CalculateIntegers(string symbol, long left, long right)
    {
        Int128 result = symbol switch
        {
            "+" => (Int128)left + right,
            "-" => (Int128)left - right,
            "*" => (Int128)left * right,
            "//" => FloorDivide(left, right),
            "**" => Power(left, right),
            _ => left - (FloorDivide(left, right) * right),
        };
        return result >= long.MinValue && result <= long.MaxValue ? (long)result : throw TemplateError.Runtime("A number does not fit 64 bits.");
    }

    private static Int128 FloorDivide(Int128 left, Int128 right)
    {
        Int128 quotient = left / right;
        return quotient * right != left && (left < 0) != (right < 0) ? quotient - 1 : quotient;
    }

    /// <summary>By repeated products; past 64 bits anything past 64 bits.</summary>
    private static Int128 Power(long number, long exponent)
    {
        if (number is 0 or 1 or -1)
            return exponent == 0 ? 1 : number * (exponent % 2 == 0 ? number : 1);
        Int128 power = 1;
        for (long i = 0; i < exponent && power >= long.MinValue && power <= long.MaxValue; i++)
            power *= number;
        return power;
    }

    private static object CalculateNumbers(string symbol, double left, double right) => symbol switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        "//" => Math.Floor(left / right),
        "**" => throw TemplateError.Unsupported("Powers that are no integers are not supported."),
        _ => left - (Math.Floor(left / right) * right),
    };
}
