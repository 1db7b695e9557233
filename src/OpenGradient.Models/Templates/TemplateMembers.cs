using System.Numerics;

namespace OpenGradient.Models.Templates;

/// <summary>Members that values have by what they are: methods of strings, mappings, lists and numbers.</summary>
/// <remarks>
/// As Jinja's sandbox for values that stay as they are has it: what would change a list or a mapping is not there, nor is what begins with an
/// underscore. Only <see cref="TryChange"/> goes further.
/// </remarks>
internal static class TemplateMembers
{
    private const string NumberMethods = " as_integer_ratio bit_count bit_length conjugate from_bytes to_bytes ";
    private const string RealMethods = " as_integer_ratio conjugate fromhex hex is_integer ";

    /// <summary>A member of this name; null if there is none.</summary>
    public static object? Find(object target, string name) => name.StartsWith('_') ? null : target switch
    {
        MarkedText text => TemplateStrings.Find(text, name),
        TemplateMap map => FindOfMap(map, name),
        TemplateTuple tuple when tuple.Find(name) is { } element => element,
        List<object> list => FindOfList(list, name),
        TemplateObject thing => thing.Find(name),
        double real => FindOfReal(real, name),
        _ when TemplateArithmetic.IsNumber(target) && TemplateNumbers.TryWhole(target, out BigInteger number) => FindOfNumber(number, name),
        _ => null,
    };

    /// <summary><c>a.b</c>: a member, or an entry of a mapping; undefined where there is neither.</summary>
    /// <remarks>As in Jinja, <c>a.items</c> and the like are the methods of a mapping even if it has such an entry; <c>a['items']</c> is the entry.</remarks>
    public static object Get(object target, string name)
    {
        if (target is TemplateUndefined undefined)
            throw TemplateError.Runtime($"'{undefined.Name}' is undefined, so it has no '{name}'.");
        if (IsChange(target, name))
            return new TemplateUndefined(name);
        return Find(target, name) ?? (target as TemplateMap)?.Find(name) ?? new TemplateUndefined(name);
    }

    /// <summary>Appends to a list or takes an element out: what Jinja's sandbox refuses, and some templates do.</summary>
    public static bool TryChange(object target, TemplateCall call, out object result)
    {
        result = TemplateNone.Value;
        if (target is not List<object> list || target is TemplateTuple)
            return false;
        switch (call.Name)
        {
            case "append":
                list.Add(call.Bind(1, "/object")[0]!);
                return true;
            case "pop":
                result = Pop(list, TemplateOperators.Integer(call.Bind(0, "/index")[0] ?? -1L));
                return true;
            default:
                return false;
        }
    }

    private static bool IsChange(object target, string name) => target switch
    {
        TemplateMap => name is "clear" or "pop" or "popitem" or "setdefault" or "update",
        TemplateTuple => false,
        List<object> => name is "append" or "clear" or "pop" or "reverse" or "insert" or "sort" or "extend" or "remove",
        _ => false,
    };

    private static TemplateFunction? FindOfMap(TemplateMap map, string name) => name switch
    {
        "get" => new(name, call => call.Bind(1, "/key", "/default") is var bound ? map.Find(bound[0]!) ?? bound[1] ?? TemplateNone.Value : map),
        "keys" or "values" or "items" => new(name, call =>
        {
            call.Bind(0);
            return new TemplateView(map, name);
        }),
        "copy" => new(name, call =>
        {
            call.Bind(0);
            return TemplateGlobals.MakeMap(map.Entries);
        }),
        "fromkeys" => new(name, TemplateGlobals.FromKeys),
        _ => null,
    };

    private static TemplateFunction? FindOfList(List<object> list, string name) => name switch
    {
        "copy" when list is not TemplateTuple => new(name, call =>
        {
            call.Bind(0);
            return new List<object>(list);
        }),
        "count" => new(name, call => call.Bind(1, "/value") is var bound ? (long)list.Count(item => TemplateValues.AreEqual(item, bound[0]!)) : 0L),
        "index" => new(name, call => IndexOf(list, call)),
        _ => null,
    };

    private static object IndexOf(List<object> list, TemplateCall call)
    {
        object?[] bound = call.Bind(1, "/value", "/start", "/stop");
        long Bound(object? bound, long byDefault) => bound is null ? byDefault : Math.Clamp(TemplateOperators.Integer(bound) is < 0 and var back ? back + list.Count : TemplateOperators.Integer(bound), 0, list.Count);
        for (long i = Bound(bound[1], 0); i < Bound(bound[2], list.Count); i++)
        {
            if (TemplateValues.AreEqual(list[(int)i], bound[0]!))
                return i;
        }

        throw TemplateError.Runtime("The list does not have this element.");
    }

    private static object? FindOfNumber(BigInteger number, string name) => name switch
    {
        "real" or "numerator" => TemplateNumbers.FromWhole(number),
        "imag" => 0L,
        "denominator" => 1L,
        "bit_length" => new TemplateFunction(name, call => call.Bind(0) is not null ? (long)BigInteger.Abs(number).GetBitLength() : 0L),
        "conjugate" => new TemplateFunction(name, call => call.Bind(0) is not null ? TemplateNumbers.FromWhole(number) : 0L),
        _ => Known(NumberMethods, name),
    };

    private static object? FindOfReal(double number, string name) => name switch
    {
        "real" => number,
        "imag" => 0.0,
        "is_integer" => new TemplateFunction(name, call => call.Bind(0) is not null && double.IsInteger(number)),
        _ => Known(RealMethods, name),
    };

    /// <summary>A method that is there, and refused when it is called.</summary>
    private static TemplateFunction? Known(string names, string name) => names.Contains($" {name} ", StringComparison.Ordinal)
        ? new(name, static call => throw TemplateError.Unsupported($"The method '{call.Name}' of numbers is not supported."))
        : null;

    private static object Pop(List<object> list, long index)
    {
        long place = index < 0 ? index + list.Count : index;
        if (place < 0 || place >= list.Count)
            throw TemplateError.Runtime($"The list has no element {index}.");
        object item = list[(int)place];
        list.RemoveAt((int)place);
        return item;
    }
}
