using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpenGradient.Execution.Tests.LanguageModels;

/// <summary>Whether a JSON value fits a schema, checked keyword by keyword as JSON Schema words them: it shares nothing with the grammars.</summary>
internal sealed class SchemaOracle(JsonElement root)
{
    public bool Fits(JsonElement value) => Fits(root, value);

    private bool Fits(JsonElement schema, JsonElement value)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return schema.ValueKind == JsonValueKind.True;
        return schema.EnumerateObject().All(keyword => Holds(keyword.Name, keyword.Value, schema, value));
    }

    private bool Holds(string name, JsonElement keyword, JsonElement schema, JsonElement value) => name switch
    {
        "$ref" => Fits(Find(keyword.GetString()!), value),
        "allOf" => keyword.EnumerateArray().All(part => Fits(part, value)),
        "anyOf" => keyword.EnumerateArray().Any(part => Fits(part, value)),
        "oneOf" => keyword.EnumerateArray().Count(part => Fits(part, value)) == 1,
        "type" => keyword.ValueKind == JsonValueKind.Array ? keyword.EnumerateArray().Any(type => IsOf(type.GetString()!, value)) : IsOf(keyword.GetString()!, value),
        "const" => JsonElement.DeepEquals(keyword, value),
        "enum" => keyword.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value)),
        "minLength" or "maxLength" or "pattern" => value.ValueKind != JsonValueKind.String || OfString(name, keyword, value.GetString()!),
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" => value.ValueKind != JsonValueKind.Number || OfNumber(name, decimal.Parse(keyword.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture), value),
        "items" or "minItems" or "maxItems" or "uniqueItems" => value.ValueKind != JsonValueKind.Array || OfArray(name, keyword, value),
        "properties" or "required" or "additionalProperties" => value.ValueKind != JsonValueKind.Object || OfObject(name, keyword, schema, value),
        "$defs" => true,
        _ => throw new InvalidOperationException(name),
    };

    private JsonElement Find(string pointer) => pointer.Split('/').Skip(1).Aggregate(root, static (found, step) => found.GetProperty(step));

    private static bool IsOf(string type, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => type == "number" || (type == "integer" && decimal.IsInteger(Number(value))),
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        var kind => string.Equals(kind.ToString(), type, StringComparison.OrdinalIgnoreCase),
    };

    private static bool OfString(string name, JsonElement keyword, string text) => name switch
    {
        "minLength" => text.EnumerateRunes().Count() >= keyword.GetInt32(),
        "maxLength" => text.EnumerateRunes().Count() <= keyword.GetInt32(),
        _ => Regex.IsMatch(InOneUnitEach(text), keyword.GetString()!.Replace("$", "\\z", StringComparison.Ordinal), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10)),
    };

    /// <summary>Patterns count code points, .NET counts UTF-16 units: another character that no pattern here names stands for those of two.</summary>
    private static string InOneUnitEach(string text) => string.Concat(text.EnumerateRunes().Select(static rune => rune.IsBmp ? rune.ToString() : "\uFFFD"));

    private static bool OfNumber(string name, decimal bound, JsonElement value) => name switch
    {
        "minimum" => Number(value) >= bound,
        "maximum" => Number(value) <= bound,
        "exclusiveMinimum" => Number(value) > bound,
        _ => Number(value) < bound,
    };

    private bool OfArray(string name, JsonElement keyword, JsonElement value) => name switch
    {
        "items" => value.EnumerateArray().All(item => Fits(keyword, item)),
        "minItems" => value.GetArrayLength() >= keyword.GetInt32(),
        "maxItems" => value.GetArrayLength() <= keyword.GetInt32(),
        _ => keyword.ValueKind == JsonValueKind.False
            || value.EnumerateArray().Index().All(item => value.EnumerateArray().Skip(item.Index + 1).All(other => !JsonElement.DeepEquals(item.Item, other))),
    };

    private bool OfObject(string name, JsonElement keyword, JsonElement schema, JsonElement value) => name switch
    {
        "properties" => keyword.EnumerateObject().All(property => !value.TryGetProperty(property.Name, out JsonElement member) || Fits(property.Value, member)),
        "required" => keyword.EnumerateArray().All(required => value.TryGetProperty(required.GetString()!, out _)),
        _ => value.EnumerateObject().All(member => (schema.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(member.Name, out _)) || Fits(keyword, member.Value)),
    };

    private static decimal Number(JsonElement value) => decimal.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
