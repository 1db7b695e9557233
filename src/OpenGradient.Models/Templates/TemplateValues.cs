using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>What template values are and how they compare, count as true, and print.</summary>
/// <remarks>
/// A value is <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="MarkedText"/>, a list of values,
/// <see cref="TemplateMap"/>, <see cref="TemplateFunction"/>, <see cref="TemplateNone"/> or <see cref="TemplateUndefined"/>.
/// </remarks>
internal static class TemplateValues
{
    /// <summary>A JSON value as a template sees it; strings count as input.</summary>
    public static object FromJson(JsonValue json) => json.Kind switch
    {
        JsonKind.Null => TemplateNone.Value,
        JsonKind.True => true,
        JsonKind.False => false,
        JsonKind.Number => Number(json.Text),
        JsonKind.String => MarkedText.FromInput(json.Text),
        JsonKind.Array => json.Items.Select(FromJson).ToList(),
        _ => FromMembers(json),
    };

    /// <summary>Whether a condition holds.</summary>
    public static bool IsTrue(object value) => value switch
    {
        bool flag => flag,
        long integer => integer != 0,
        double number => number != 0,
        MarkedText text => text.Length > 0,
        List<object> list => list.Count > 0,
        TemplateMap map => map.Entries.Count > 0 || map.IsNamespace,
        TemplateNone or TemplateUndefined => false,
        _ => true,
    };

    /// <summary>Whether two values are equal, as Python has it.</summary>
    public static bool AreEqual(object left, object right) => (left, right) switch
    {
        (MarkedText a, MarkedText b) => a.Text == b.Text,
        (bool a, bool b) => a == b,
        (TemplateNone, TemplateNone) or (TemplateUndefined, TemplateUndefined) => true,
        (List<object> or TemplateMap, List<object> or TemplateMap) => new TemplateEquality().AreEqual(left, right),
        (TemplateFunction a, TemplateFunction b) => ReferenceEquals(a, b),
        _ => IsNumber(left) && IsNumber(right) && TemplateNumbers.Compare(left, right) == 0,
    };

    /// <summary>Whether two values are the same: of the same type too, and the same list or mapping, not another with the same elements.</summary>
    public static bool AreSame(object left, object right) => left is List<object> or TemplateMap
        ? ReferenceEquals(left, right)
        : left.GetType() == right.GetType() && AreEqual(left, right);

    /// <summary>Whether the value is a number; True and False are, as in Python.</summary>
    public static bool IsNumber(object value) => value is long or double or bool;

    /// <summary>The value as a number; false if it is none.</summary>
    public static bool TryNumber(object value, out double number)
    {
        number = value switch
        {
            long integer => integer,
            double real => real,
            bool flag => flag ? 1 : 0,
            _ => double.NaN,
        };
        return IsNumber(value);
    }

    /// <summary>The value as text, as Python's <c>str</c>.</summary>
    public static MarkedText ToText(object value) => value switch
    {
        MarkedText text => text,
        TemplateUndefined => MarkedText.Empty,
        _ => MarkedText.FromInput(Print(value)),
    };

    /// <summary>What kind of thing a value is, for messages.</summary>
    public static string Describe(object value) => value switch
    {
        bool => "a boolean",
        long or double => "a number",
        MarkedText => "a string",
        List<object> => "a list",
        TemplateMap => "a mapping",
        TemplateFunction => "a function",
        TemplateUndefined undefined => $"'{undefined.Name}', which is undefined",
        _ => "none",
    };

    private static string Print(object value) => value switch
    {
        bool flag => flag ? "True" : "False",
        long integer => integer.ToString(CultureInfo.InvariantCulture),
        double number => TemplateJson.Number(number),
        TemplateNone => "None",
        List<object> or TemplateMap => TemplateRepr.Write(value),
        _ => throw TemplateError.Runtime($"{Describe(value)} cannot be written."),
    };

    private static object Number(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
            return integer;
        return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static TemplateMap FromMembers(JsonValue json)
    {
        TemplateMap map = new();
        foreach ((string name, JsonValue member) in json.Members)
            map.Set(MarkedText.FromInput(name), FromJson(member));
        return map;
    }
}
