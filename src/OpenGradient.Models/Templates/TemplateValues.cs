using System.Globalization;
using System.Numerics;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>What template values are and how they count as true, and print.</summary>
/// <remarks>
/// A value is <see cref="bool"/>, <see cref="long"/>, <see cref="BigInteger"/> beyond that, <see cref="double"/>, <see cref="MarkedText"/>, a list of
/// values, <see cref="TemplateTuple"/>, <see cref="TemplateMap"/>, <see cref="TemplateObject"/>, <see cref="TemplateNone"/> or <see cref="TemplateUndefined"/>.
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
        TemplateMap map => map.Entries.Count > 0,
        TemplateObject thing => thing.Count is not 0,
        TemplateNone or TemplateUndefined => false,
        _ => true,
    };

    /// <summary>Whether two values are equal, as Python has it.</summary>
    public static bool AreEqual(object left, object right) => new TemplateEquality().AreEqual(left, right);

    /// <summary>The value as text, as Python's <c>str</c>.</summary>
    public static MarkedText ToText(object value) => value switch
    {
        MarkedText text => text.As(isSafe: false),
        TemplateUndefined => MarkedText.Empty,
        _ => MarkedText.FromInput(Print(value)),
    };

    /// <summary>The value as text; a text stays as it is, marked as HTML or not.</summary>
    public static MarkedText ToSoftText(object value) => value as MarkedText ?? ToText(value);

    /// <summary>What kind of thing a value is, for messages.</summary>
    public static string Describe(object value) => value switch
    {
        bool => "a boolean",
        long or double or BigInteger => "a number",
        MarkedText => "a string",
        List<object> => "a list",
        TemplateMap => "a mapping",
        TemplateObject thing => thing.Kind,
        TemplateUndefined undefined => $"'{undefined.Name}', which is undefined",
        _ => "none",
    };

    private static string Print(object value) => value switch
    {
        bool flag => flag ? "True" : "False",
        long integer => integer.ToString(CultureInfo.InvariantCulture),
        BigInteger large => large.ToString(CultureInfo.InvariantCulture),
        double number => TemplateReals.Print(number),
        TemplateNone => "None",
        TemplateObject thing => thing.Printed ?? throw TemplateError.Unsupported($"{thing.Kind} cannot be written: it would be an address in memory."),
        _ => TemplateRepr.Write(value),
    };

    private static object Number(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
            return integer;
        return text.AsSpan().ContainsAny(".eE")
            ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
            : text.Length <= 4300 ? TemplateNumbers.FromWhole(BigInteger.Parse(text, CultureInfo.InvariantCulture)) : throw TemplateError.TooLarge("A number has more than 4300 digits.");
    }

    private static TemplateMap FromMembers(JsonValue json)
    {
        TemplateMap map = new();
        foreach ((string name, JsonValue member) in json.Members)
            map.Set(MarkedText.FromInput(name), FromJson(member));
        return map;
    }
}
