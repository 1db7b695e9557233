using System.Numerics;

namespace OpenGradient.Models.Templates;

/// <summary>Tests: what may follow <c>is</c>.</summary>
internal static class TemplateTests
{
    private const int SmallIntegerLimit = 256;

    private static readonly Dictionary<string, string> Operators = new(StringComparer.Ordinal)
    {
        ["=="] = "==",
        ["eq"] = "==",
        ["equalto"] = "==",
        ["!="] = "!=",
        ["ne"] = "!=",
        [">"] = ">",
        ["gt"] = ">",
        ["greaterthan"] = ">",
        [">="] = ">=",
        ["ge"] = ">=",
        ["<"] = "<",
        ["lt"] = "<",
        ["lessthan"] = "<",
        ["<="] = "<=",
        ["le"] = "<=",
    };

    private static readonly Dictionary<string, Predicate<object>> Tests = new(StringComparer.Ordinal)
    {
        ["defined"] = static value => value is not TemplateUndefined,
        ["undefined"] = static value => value is TemplateUndefined,
        ["none"] = static value => value is TemplateNone,
        ["string"] = static value => value is MarkedText,
        ["mapping"] = static value => value is TemplateMap,
        ["iterable"] = static value => value is List<object> or TemplateMap or MarkedText or TemplateUndefined or TemplateObject { Items: not null },
        ["sequence"] = static value => value is List<object> or TemplateMap or MarkedText or TemplateUndefined or TemplateRange,
        ["number"] = TemplateArithmetic.IsNumber,
        ["integer"] = static value => value is long or BigInteger,
        ["float"] = static value => value is double,
        ["boolean"] = static value => value is bool,
        ["true"] = static value => value is true,
        ["false"] = static value => value is false,
        ["callable"] = static value => value is TemplateObject { IsCallable: true } or TemplateUndefined,
        ["escaped"] = static value => value is MarkedText { IsSafe: true },
        ["odd"] = static value => TemplateValues.AreEqual(TemplateOperators.Apply("%", value, 2L), 1L),
        ["even"] = static value => TemplateValues.AreEqual(TemplateOperators.Apply("%", value, 2L), 0L),
        ["lower"] = static value => TemplateQuestions.IsCase(TemplateValues.ToText(value), isUpper: false),
        ["upper"] = static value => TemplateQuestions.IsCase(TemplateValues.ToText(value), isUpper: true),
    };

    /// <summary>Whether a test holds.</summary>
    public static bool Holds(object value, TemplateCall call, TemplateFilters filters)
    {
        if (Operators.TryGetValue(call.Name, out string? symbol))
            return (bool)TemplateOperators.Apply(symbol, value, call.Bind(1, "/other")[0]!);
        if (Tests.TryGetValue(call.Name, out Predicate<object>? test))
        {
            call.Bind(0);
            return test(value);
        }

        return call.Name switch
        {
            "in" => TemplateOperators.Contains(call.Bind(1, "seq")[0]!, value),
            "sameas" => AreSame(value, call.Bind(1, "other")[0]!),
            "divisibleby" => TemplateValues.AreEqual(TemplateOperators.Apply("%", value, call.Bind(1, "num")[0]!), 0L),
            "filter" => call.Bind(0) is not null && TemplateMap.Identity(value) is string && value is MarkedText name && filters.Has(name.Text),
            "test" => call.Bind(0) is not null && TemplateMap.Identity(value) is string && value is MarkedText name && Has(name.Text),
            _ => throw TemplateError.Unsupported($"The test '{call.Name}' is not supported."),
        };
    }

    private static bool Has(string name) => Operators.ContainsKey(name) || Tests.ContainsKey(name) || name is "in" or "sameas" or "divisibleby" or "filter" or "test";

    /// <summary>Whether two values are one, as far as Python's <c>is</c> says so wherever it runs: small numbers, letters and constants are.</summary>
    private static bool AreSame(object left, object right) => (left, right) switch
    {
        (bool a, bool b) => a == b,
        (TemplateNone, TemplateNone) => true,
        (long a, long b) => a == b && (a is >= -5 and <= SmallIntegerLimit || ReferenceEquals(left, right)),
        (MarkedText a, MarkedText b) => ReferenceEquals(a, b) || (a.Text == b.Text && !a.IsSafe && !b.IsSafe && (a.Length == 0 || (a.Length == 1 && a.Text[0] < 256))),
        _ => ReferenceEquals(left, right),
    };
}
