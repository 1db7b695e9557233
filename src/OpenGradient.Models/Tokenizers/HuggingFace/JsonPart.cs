using System.Text.Json;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tokenizers.HuggingFace;

/// <summary>A part of a JSON document that knows where it is, so that errors name the place.</summary>
internal readonly struct JsonPart(JsonElement element, string path)
{
    /// <summary>The names from the document's root to this part, with dots between.</summary>
    public string Path => path.Length == 0 ? "tokenizer.json" : path;

    /// <summary>Whether there is nothing here, or null.</summary>
    public bool IsMissing => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>Whether this is a string.</summary>
    public bool IsString => element.ValueKind == JsonValueKind.String;

    /// <summary>Whether this is an array.</summary>
    public bool IsArray => element.ValueKind == JsonValueKind.Array;

    /// <summary>The string that this must be.</summary>
    public string Text => IsString ? element.GetString()! : throw Wrong("a string");

    /// <summary>The integer that this must be.</summary>
    public int Integer => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) ? value : throw Wrong("an integer");

    /// <summary>The finite number that this must be.</summary>
    public double Number => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && double.IsFinite(value)
        ? value
        : throw Wrong("a number");

    /// <summary>The elements of the array that this must be.</summary>
    public IEnumerable<JsonPart> Items
    {
        get
        {
            if (!IsArray)
                throw Wrong("an array");
            string here = path;
            return element.EnumerateArray().Select((item, index) => new JsonPart(item, $"{here}[{index}]"));
        }
    }

    /// <summary>The members of the object that this must be.</summary>
    public IEnumerable<(string Name, JsonPart Value)> Members
    {
        get
        {
            if (element.ValueKind != JsonValueKind.Object)
                throw Wrong("an object");
            string here = path;
            return element.EnumerateObject().Select(member => (member.Name, new JsonPart(member.Value, Join(here, member.Name))));
        }
    }

    /// <summary>A member; missing if this is no object or has none of that name.</summary>
    public JsonPart this[string name] => new(
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : default, Join(path, name));

    /// <summary>The flag that a member is, or what holds without it.</summary>
    public bool Flag(string name, bool otherwise)
    {
        JsonPart member = this[name];
        return member.IsMissing ? otherwise : member.Boolean();
    }

    /// <summary>The string that a member is, or what holds without it.</summary>
    public string Optional(string name, string otherwise)
    {
        JsonPart member = this[name];
        return member.IsMissing ? otherwise : member.Text;
    }

    /// <summary>Something here that this version does not have.</summary>
    public InvalidInputException Unsupported(string what) => new(InvalidInputKind.Unsupported, Path, what);

    /// <summary>Something here that contradicts the rest.</summary>
    public InvalidInputException Invalid(string what) => new(InvalidInputKind.Invalid, Path, what);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private bool Boolean() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("true or false"),
    };

    private InvalidInputException Wrong(string what) => Invalid(IsMissing ? $"It is missing; it must be {what}." : $"It is not {what}.");
}
