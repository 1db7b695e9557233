using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>The keywords of one schema, taken out as they are understood: what is left over is refused.</summary>
internal sealed class SchemaKeywords
{
    /// <summary>Words for people, and places for references: they say nothing about a value.</summary>
    private static readonly string[] Silent =
        ["$comment", "$defs", "$id", "$schema", "default", "definitions", "deprecated", "description", "examples", "readOnly", "title", "writeOnly"];

    /// <summary>What says something about values of one type only.</summary>
    private static readonly string[] OfOneType =
        ["additionalProperties", "items", "maxItems", "maxLength", "minItems", "minLength", "properties", "required"];

    private readonly Dictionary<string, JsonValue> _left;
    private readonly HashSet<string> _taken = [];
    private readonly string _path;

    private SchemaKeywords(Dictionary<string, JsonValue> keywords, string path)
    {
        _left = keywords;
        _path = path;
    }

    public bool IsEmpty => _left.Count == 0;

    public static SchemaKeywords Read(JsonValue schema, string path)
    {
        if (schema.Kind != JsonKind.Object)
            throw new InvalidInputException(InvalidInputKind.Invalid, path, "A schema is an object, true or false.");
        return new(schema.Members.Where(static member => !Silent.Contains(member.Key)).ToDictionary(), path);
    }

    /// <summary>A keyword's value; null if the schema has it not. It may be taken for one type after another.</summary>
    public JsonValue? Take(string name)
    {
        if (_left.ContainsKey(name))
            _taken.Add(name);
        return _left.GetValueOrDefault(name);
    }

    /// <exception cref="InvalidInputException">A keyword was not taken; the subject names it.</exception>
    public void RequireEmpty()
    {
        if (_left.Keys.FirstOrDefault(name => !_taken.Contains(name)) is string name)
        {
            throw NotSupported(name);
        }
    }

    /// <summary>There is no <c>type</c>, and there are keywords.</summary>
    public InvalidInputException Untyped() => _left.Keys.FirstOrDefault(static name => !OfOneType.Contains(name)) is string name
        ? NotSupported(name)
        : new(InvalidInputKind.Unsupported, $"{_path}.type", $"'{_left.Keys.First()}' needs a 'type' beside it.");

    public ImmutableArray<string> TakeTypes() => Take("type") switch
    {
        null => [],
        { Kind: JsonKind.String } one => [one.Text],
        var many => TakeNames(many, "type"),
    };

    public ImmutableArray<string> TakeNames(string name) => Take(name) is { } names ? TakeNames(names, name) : [];

    public (int Least, int? Most) TakeCounts(string leastName, string mostName)
    {
        int least = Take(leastName) is { } text ? Count(text, leastName) : 0;
        int? most = Take(mostName) is { } mostText ? Count(mostText, mostName) : null;
        return most is null || most >= least ? (least, most) : throw Error(mostName, $"It is below '{leastName}'.");
    }

    public string Text(JsonValue value, string name) => value.Kind == JsonKind.String ? value.Text : throw Error(name, "This must be a string.");

    public ImmutableArray<JsonValue> Items(JsonValue value, string name) => value.Kind == JsonKind.Array && !value.Items.IsEmpty
        ? value.Items
        : throw Error(name, "This must be an array that is not empty.");

    public ImmutableArray<KeyValuePair<string, JsonValue>> Members(JsonValue value, string name) =>
        value.Kind == JsonKind.Object ? value.Members : throw Error(name, "This must be an object.");

    private ImmutableArray<string> TakeNames(JsonValue value, string name) => value.Kind == JsonKind.Array && value.Items.All(static item => item.Kind == JsonKind.String)
        ? [.. value.Items.Select(static item => item.Text).Distinct()]
        : throw Error(name, "This must be an array of strings.");

    private int Count(JsonValue value, string name) =>
        value.Kind == JsonKind.Number && int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : throw Error(name, $"This must be a whole number from 0 to {int.MaxValue}.");

    private InvalidInputException NotSupported(string name)
    {
        string shown = name.Length <= 60 ? name : name[..60] + "…";
        return new(InvalidInputKind.Unsupported, $"{_path}.{shown}", $"The keyword '{shown}' is not supported here, and ignoring it would break its promise.");
    }

    private InvalidInputException Error(string name, string message) => new(InvalidInputKind.Invalid, $"{_path}.{name}", message);
}
