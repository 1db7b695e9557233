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
        "%" when left is MarkedText text => TemplateFormat.Percents(text, right),
        _ => Calculate(symbol, left, right),
    };

    /// <summary>What a loop goes through.</summary>
    public static IEnumerable<object> Iterate(object value) => value switch
    {
        List<object> list => list.ToArray(),
        TemplateMap { IsNamespace: false } map => map.Entries.Select(static entry => entry.Key).ToArray(),
        MarkedText { Length: > ListLimit } => throw TemplateError.TooLarge($"A text of more than {ListLimit} letters would be taken apart."),
        MarkedText text => text.EachLetter(),
        // Of none too there is nothing: templates made for tools are used without any.
        TemplateUndefined or TemplateNone => [],
        _ => throw TemplateError.Runtime($"{TemplateValues.Describe(value)} cannot be gone through."),
    };

    /// <summary><c>a.b</c>: an entry of a mapping, undefined where there is none.</summary>
    /// <remarks>As in Jinja, <c>a.items</c> and the like are the methods of a mapping even if it has such an entry; <c>a['items']</c> is the entry where there is one.</remarks>
    public static object Member(object target, string name) => Method(target, name) ?? Entry(target, name);

    /// <summary>What the filter <c>attr</c> gives: a method, and no entry.</summary>
    public static object Attr(object target, string name) => target is TemplateMap { IsNamespace: false }
        ? Method(target, name) ?? new TemplateUndefined(name)
        : Member(target, name);

    private static object Entry(object target, string name) => target switch
    {
        TemplateMap map => map.Find(name) ?? Method(map, name) ?? new TemplateUndefined(name),
        TemplateTuple tuple => tuple.Find(name) ?? Method(tuple, name) ?? new TemplateUndefined(name),
        TemplateUndefined undefined => throw TemplateError.Runtime($"'{undefined.Name}' is undefined, so it has no '{name}'."),
        _ => Method(target, name) ?? new TemplateUndefined(name),
    };

    /// <summary>A method that is not called yet. Those that change a list or mapping are not for templates, so that they are undefined.</summary>
    private static object? Method(object target, string name)
    {
        bool isOne = target switch
        {
            TemplateMap map => !map.IsNamespace && TemplateMethods.IsOfMaps(name),
            MarkedText => TemplateMethods.IsOfTexts(name),
            TemplateTuple => name is "count" or "index",
            TemplateView { IsRange: false } => false,
            List<object> => TemplateMethods.IsOfLists(name),
            _ => false,
        };
        if (isOne)
            return (TemplateFunction)((positional, named) => TemplateMethods.Call(target, name, [.. positional], named));
        return target is not TemplateMap { IsNamespace: true } && TemplateMethods.Changes(target, name) ? new TemplateUndefined(name) : null;
    }

    /// <summary><c>a[b]</c>.</summary>
    public static object Index(object target, object key)
    {
        if (key is MarkedText name)
            return Entry(target, name.Text);
        if (target is TemplateUndefined undefined)
            throw TemplateError.Runtime($"'{undefined.Name}' is undefined, so it has no elements.");
        if (target is TemplateMap map)
            return (key is List<object> and not TemplateTuple or TemplateMap ? null : map.Find(key)) ?? new TemplateUndefined("the entry");
        if (key is not (long or bool))
            return new TemplateUndefined("the element");
        long index = Integer(key);
        return target switch
        {
            TemplateView { IsRange: false } => new TemplateUndefined($"element {index}"),
            List<object> list => At(index, list.Count) is int place ? list[place] : new TemplateUndefined($"element {index}"),
            MarkedText text => At(index, text.LetterCount) is int place ? text.Letters(place, 1) : new TemplateUndefined($"letter {index}"),
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
        if (target is TemplateUndefined undefined)
            throw TemplateError.Runtime($"'{undefined.Name}' is undefined, so it cannot be sliced.");
        if (target is not (List<object> or MarkedText) or TemplateView { IsRange: false })
            return new TemplateUndefined("the slice");
        int count = target is List<object> items ? items.Count : ((MarkedText)target).LetterCount;
        long first = Clamp(start ?? (step > 0 ? 0 : count - 1), count, step > 0 ? 0 : -1, step > 0 ? count : count - 1);
        long end = stop is null ? (step > 0 ? count : -1) : Clamp(stop.Value, count, step > 0 ? 0 : -1, step > 0 ? count : count - 1);
        if (target is MarkedText whole && step == 1)
            return whole.Letters((int)first, (int)Math.Max(0, end - first));
        List<int> places = [];
        for (Int128 place = first; step > 0 ? place < end : place > end; place += step)
            places.Add((int)place);
        if (target is not MarkedText text)
            return Like(target, places.Select(place => ((List<object>)target)[place]));
        MarkedText[] letters = [.. text.EachLetter()];
        return MarkedText.Concat([.. places.Select(place => letters[place])]);
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
            return Ordinal(a.Text, b.Text);
        if (left is List<object> and not TemplateView && right is List<object> and not TemplateView && left is TemplateTuple == right is TemplateTuple)
            return CompareItems((List<object>)left, (List<object>)right);
        return TemplateValues.IsNumber(left) && TemplateValues.IsNumber(right)
            ? TemplateNumbers.Compare(left, right)
            : throw TemplateError.Runtime($"{TemplateValues.Describe(left)} and {TemplateValues.Describe(right)} have no order.");
    }

    /// <summary>By the first elements that are not equal; elements that are need no order.</summary>
    public static int CompareItems(List<object> left, List<object> right)
    {
        for (int i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            if (!TemplateValues.AreEqual(left[i], right[i]))
                return Compare(left[i], right[i]);
        }

        return left.Count.CompareTo(right.Count);
    }

    /// <summary>By code points: pairs of UTF-16 units come behind everything that is one unit.</summary>
    private static int Ordinal(string left, string right)
    {
        int same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
            return left.Length.CompareTo(right.Length);
        (char a, char b) = (left[same], right[same]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }

    private static object Like(object list, IEnumerable<object> items) => list is TemplateTuple ? new TemplateTuple(items) : items.ToList();

    private static bool Contains(object container, object item) => (container, item) switch
    {
        (MarkedText text, MarkedText part) => text.Text.Contains(part.Text, StringComparison.Ordinal),
        (TemplateMap { IsNamespace: false }, TemplateTuple) => false, // no mapping here has such a key
        (TemplateMap { IsNamespace: false } map, _) => map.Find(item) is not null,
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
        return Like(left, items);
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
        "//" => FloorQuotient(left, right),
        "**" => throw TemplateError.Unsupported("Powers that are no integers are not supported."),
        _ => Remainder(left, right),
    };

    /// <summary>The remainder that has the sign of the divisor; exact, as that of C is.</summary>
    private static double Remainder(double left, double right)
    {
        double rest = left % right;
        return rest == 0 ? double.CopySign(0, right) : rest < 0 == right < 0 ? rest : rest + right;
    }

    private static double FloorQuotient(double left, double right)
    {
        double quotient = (left - Remainder(left, right)) / right;
        double whole = Math.Floor(quotient);
        return quotient == 0 ? double.CopySign(0, left / right) : quotient - whole > 0.5 ? whole + 1 : whole;
    }
}
