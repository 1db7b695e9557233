using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>The keywords of schemas that a value must fit all at once, taken out as they are understood: what is left over is refused.</summary>
internal sealed class SchemaKeywords
{
    private const string Integer = "integer";
    private const string Number = "number";

    private static readonly string[] KnownTypes = ["object", "array", "string", Integer, Number, "boolean", "null"];

    /// <summary>Words for people, and places for references: they say nothing about a value.</summary>
    private static readonly string[] Silent =
        ["$comment", "$defs", "$id", "$schema", "default", "definitions", "deprecated", "description", "examples", "readOnly", "title", "writeOnly"];

    /// <summary>What says something about values of one type only, and that type.</summary>
    private static readonly FrozenDictionary<string, string> OfOneType = new Dictionary<string, string>
    {
        ["additionalProperties"] = "object",
        ["properties"] = "object",
        ["required"] = "object",
        ["items"] = "array",
        ["maxItems"] = "array",
        ["minItems"] = "array",
        ["uniqueItems"] = "array",
        ["format"] = "string",
        ["maxLength"] = "string",
        ["minLength"] = "string",
        ["pattern"] = "string",
        ["exclusiveMaximum"] = Number,
        ["exclusiveMinimum"] = Number,
        ["maximum"] = Number,
        ["minimum"] = Number,
    }.ToFrozenDictionary();

    private readonly ImmutableArray<SchemaPart> _parts;
    private readonly SchemaDocument _document;
    private readonly HashSet<string> _taken = [];
    private ImmutableArray<string>? _types;

    private SchemaKeywords(ImmutableArray<SchemaPart> parts, SchemaDocument document)
    {
        _parts = parts;
        _document = document;
    }

    /// <exception cref="InvalidInputException">A part is no schema.</exception>
    public static SchemaKeywords Read(ImmutableArray<SchemaPart> parts, SchemaDocument document)
    {
        foreach (SchemaPart part in parts)
        {
            if (part.Schema.Kind != JsonKind.Object)
                throw new InvalidInputException(InvalidInputKind.Invalid, part.Path, "A schema is an object, true or false.");
        }

        return new(parts, document);
    }

    /// <summary>Whether a keyword says nothing about a value.</summary>
    public static bool IsSilent(string name) => Silent.Contains(name);

    /// <summary>A keyword's values, one for each schema that has it, and their paths. It may be taken for one type after another.</summary>
    public ImmutableArray<SchemaPart> Take(string name)
    {
        _taken.Add(name);
        var found = ImmutableArray.CreateBuilder<SchemaPart>();
        foreach (SchemaPart part in _parts)
        {
            if (_document.MembersOf(part.Schema).TryGetValue(name, out JsonValue? value))
                found.Add(new SchemaPart(value, $"{part.Path}.{name}"));
        }

        return found.ToImmutable();
    }

    /// <summary>Nothing may be left. What one schema says of a type that another excludes counts as taken: there is no such value.</summary>
    /// <exception cref="InvalidInputException">A keyword was not taken; the subject names it.</exception>
    public void RequireEmpty()
    {
        foreach (SchemaPart part in _parts)
        {
            if (part.Schema.Members.Select(static member => member.Key).FirstOrDefault(name => !IsSilent(name) && !_taken.Contains(name) && !IsExcluded(name)) is string left)
                throw NotSupported(part, left);
        }
    }

    /// <summary>There is no <c>type</c>, and there are keywords.</summary>
    public InvalidInputException Untyped()
    {
        string[] names = [.. _parts[0].Schema.Members.Select(static member => member.Key).Where(static name => !IsSilent(name))];
        return names.FirstOrDefault(static name => !OfOneType.ContainsKey(name)) is string name
            ? NotSupported(_parts[0], name)
            : new(InvalidInputKind.Unsupported, $"{_parts[0].Path}.type", $"'{names[0]}' needs a 'type' beside it.");
    }

    /// <summary>The types that all schemas allow; null if none says anything of types.</summary>
    public ImmutableArray<string>? TakeTypes()
    {
        if (_taken.Contains("type"))
            return _types;
        ImmutableArray<string>? types = null;
        foreach (SchemaPart part in Take("type"))
        {
            ImmutableArray<string> allowed = part.Schema.Kind == JsonKind.String ? [part.Schema.Text] : Names(part);
            if (allowed.Any(static type => !KnownTypes.Contains(type)))
                throw Error(part, $"A type is one of: {string.Join(", ", KnownTypes)}.");
            types = types is { } others ? Common(others, allowed) : allowed;
        }

        return _types = types;
    }

    /// <summary>The values of <c>const</c> and <c>enum</c> that all schemas name; null if none names any.</summary>
    public ImmutableArray<JsonValue>? TakeValues()
    {
        ImmutableArray<JsonValue>? values = null;
        IEnumerable<ImmutableArray<JsonValue>> lists = Take("const").Select(static part => ImmutableArray.Create(part.Schema)).Concat(Take("enum").Select(Items));
        foreach (ImmutableArray<JsonValue> list in lists)
        {
            HashSet<int> numbers = [.. list.Select(_document.NumberOf)];
            values = values is { } others ? [.. others.Where(value => numbers.Contains(_document.NumberOf(value)))] : list;
        }

        return values;
    }

    /// <summary>The names that any of the schemas requires.</summary>
    public ImmutableArray<SchemaPart> TakeRequired() =>
        [.. Take("required").SelectMany(part => Names(part).Select(name => new SchemaPart(JsonValue.String(name), part.Path)))];

    /// <summary>What all schemas say of a member: in <c>properties</c>, else in <c>additionalProperties</c>.</summary>
    public ImmutableArray<SchemaPart> Property(string name)
    {
        var said = ImmutableArray.CreateBuilder<SchemaPart>();
        foreach (SchemaPart part in _parts)
        {
            Dictionary<string, JsonValue> keywords = _document.MembersOf(part.Schema);
            if (keywords.TryGetValue("properties", out JsonValue? properties) && _document.MembersOf(properties).TryGetValue(name, out JsonValue? schema))
                said.Add(new SchemaPart(schema, $"{part.Path}.properties.{(name.Length <= 60 ? name : name[..60] + "…")}"));
            else if (keywords.TryGetValue("additionalProperties", out JsonValue? others))
                said.Add(new SchemaPart(others, $"{part.Path}.additionalProperties"));
        }

        return said.ToImmutable();
    }

    /// <summary>The counts that all schemas allow; a most below the least means that there are none.</summary>
    public (int Least, int? Most) TakeCounts(string leastName, string mostName)
    {
        ImmutableArray<SchemaPart> leasts = Take(leastName);
        ImmutableArray<SchemaPart> mosts = Take(mostName);
        int least = leasts.IsEmpty ? 0 : leasts.Max(Count);
        int? most = mosts.IsEmpty ? null : mosts.Min(Count);
        return most is null || most >= least || _parts.Length > 1 ? (least, most) : throw Error(mosts[0], $"It is below '{leastName}'.");
    }

    /// <summary>The bounds that all schemas allow.</summary>
    public NumberBounds TakeBounds(int fractionDigits)
    {
        NumberBounds bounds = new(fractionDigits);
        foreach ((string name, bool isExcluded) in (ReadOnlySpan<(string, bool)>)[("minimum", false), ("exclusiveMinimum", true)])
            bounds = Take(name).Aggregate(bounds, (found, part) => found.AtLeast(part.Schema, isExcluded, part.Path));
        foreach ((string name, bool isExcluded) in (ReadOnlySpan<(string, bool)>)[("maximum", false), ("exclusiveMaximum", true)])
            bounds = Take(name).Aggregate(bounds, (found, part) => found.AtMost(part.Schema, isExcluded, part.Path));
        return bounds;
    }

    /// <summary>Whether any of the schemas sets this to true.</summary>
    public bool TakeFlag(string name) => Take(name).Aggregate(false, static (isSet, part) => part.Schema.Kind switch
    {
        JsonKind.True => true,
        JsonKind.False => isSet,
        _ => throw Error(part, "This must be true or false."),
    });

    private bool IsExcluded(string name) => _parts.Length > 1 && OfOneType.TryGetValue(name, out string? type) && TakeTypes() is { } types
        && !types.Contains(type) && !(type == Number && types.Contains(Integer));

    public static ImmutableArray<JsonValue> Items(SchemaPart part) => part.Schema.Kind == JsonKind.Array && !part.Schema.Items.IsEmpty
        ? part.Schema.Items
        : throw Error(part, "This must be an array that is not empty.");

    public static string Text(SchemaPart part) => part.Schema.Kind == JsonKind.String ? part.Schema.Text : throw Error(part, "This must be a string.");

    private ImmutableArray<string> Names(SchemaPart part)
    {
        if (part.Schema.Kind != JsonKind.Array || !part.Schema.Items.All(static item => item.Kind == JsonKind.String))
            throw Error(part, "This must be an array of strings.");
        _document.Spend(part.Schema.Items.Length);
        return [.. part.Schema.Items.Select(static item => item.Text).Distinct()];
    }

    private static int Count(SchemaPart part) =>
        part.Schema.Kind == JsonKind.Number && int.TryParse(part.Schema.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : throw Error(part, $"This must be a whole number from 0 to {int.MaxValue}.");

    /// <summary>The types in both; a whole number is a number.</summary>
    public static ImmutableArray<string> Common(ImmutableArray<string> left, ImmutableArray<string> right) =>
    [
        .. left.Where(type => right.Contains(type) || (type == Integer && right.Contains(Number))),
        .. right.Where(type => type == Integer && left.Contains(Number) && !left.Contains(Integer)),
    ];

    private static InvalidInputException NotSupported(SchemaPart part, string name)
    {
        string shown = name.Length <= 60 ? name : name[..60] + "…";
        return new(InvalidInputKind.Unsupported, $"{part.Path}.{shown}", $"The keyword '{shown}' is not supported here, and ignoring it would break its promise.");
    }

    private static InvalidInputException Error(SchemaPart part, string message) => new(InvalidInputKind.Invalid, part.Path, message);
}
