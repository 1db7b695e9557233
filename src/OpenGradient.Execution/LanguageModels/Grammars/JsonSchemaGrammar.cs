using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>JSON Schema as a grammar: every text of it is JSON that fits the schema.</summary>
/// <remarks>
/// Members come in the order in which <c>properties</c> writes them; others only where there are no <c>properties</c>. A keyword that
/// is not listed in spec/exec-1, section 15, is refused by name: leaving it out would break its promise.
/// </remarks>
public sealed class JsonSchemaGrammar
{
    private readonly JsonValue _root;
    private readonly string _path;
    private readonly GrammarBuilder _builder;
    private readonly JsonGrammar _json;
    private readonly Dictionary<string, int> _references = [];
    private readonly Queue<(int Rule, string Pointer, string Path)> _open = []; // references that were asked for and not made
    private readonly Dictionary<JsonValue, Dictionary<string, JsonValue>> _members = new(ReferenceEqualityComparer.Instance);

    private JsonSchemaGrammar(GrammarBuilder builder, JsonGrammar json, JsonValue root, string path)
    {
        _builder = builder;
        _json = json;
        _root = root;
        _path = path;
    }

    /// <summary>Any JSON object.</summary>
    public static Grammar AnyObject()
    {
        GrammarBuilder builder = new("response_format");
        return builder.Build(new JsonGrammar(builder).Object.Rule);
    }

    /// <summary>JSON that fits a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="path">What messages name it: the parameter that it came in.</param>
    /// <exception cref="InvalidInputException">A keyword is not known or has not its form; the subject is its path. Or the schema is too large.</exception>
    public static Grammar Compile(JsonValue schema, string path)
    {
        GrammarBuilder builder = new(path);
        return builder.Build(new JsonSchemaGrammar(builder, new JsonGrammar(builder), schema, path).Root().Rule);
    }

    /// <summary>Calls of functions, each between tags and with arguments that fit the function's schema.</summary>
    /// <param name="functions">The functions that may be called: name, schema of the arguments, path of the schema.</param>
    /// <param name="tags">What stands before and behind a call.</param>
    /// <param name="isOne">Whether there is exactly one call; else one or more, a line feed between them.</param>
    /// <exception cref="InvalidInputException">As for <see cref="Compile"/>.</exception>
    public static Grammar Calls(ImmutableArray<(string Name, JsonValue Parameters, string Path)> functions, (string Open, string Close) tags, bool isOne)
    {
        GrammarBuilder builder = new("tools");
        JsonGrammar json = new(builder);
        int call = builder.Declare("call");
        foreach ((string name, JsonValue parameters, string path) in functions)
        {
            string head = $"{tags.Open}\n{{\"name\": {ConstantText.Of(JsonValue.String(name))}, \"arguments\": ";
            GrammarSymbol arguments = new JsonSchemaGrammar(builder, json, parameters, path).Root();
            builder.Add(call, [.. GrammarBuilder.Literal(head), arguments, .. GrammarBuilder.Literal("}\n" + tags.Close)]);
        }

        GrammarSymbol one = GrammarSymbol.Call(call);
        ImmutableArray<GrammarSymbol> more = isOne ? [] : builder.Repeat("calls", [GrammarSymbol.Byte((byte)'\n'), one], 0, null);
        return builder.Build(builder.Choice("calls", [one, .. more]).Rule);
    }

    /// <summary>The rule of the schema. References are made one after the other, not one inside the other: there can be more than a stack holds.</summary>
    private GrammarSymbol Root()
    {
        GrammarSymbol root = Reference("#", _path);
        while (_open.TryDequeue(out (int Rule, string Pointer, string Path) next))
            _builder.Add(next.Rule, Value(Resolve(next.Pointer, next.Path), _path + next.Pointer[1..].Replace('/', '.')));
        return root;
    }

    /// <summary>The rule of a place in the schema; it may be asked for before it is made.</summary>
    private GrammarSymbol Reference(string pointer, string path)
    {
        if (!_references.TryGetValue(pointer, out int rule))
        {
            _references.Add(pointer, rule = _builder.Declare(pointer));
            _open.Enqueue((rule, pointer, path));
        }

        return GrammarSymbol.Call(rule);
    }

    /// <summary>A JSON pointer (RFC 6901) into the schema.</summary>
    private JsonValue Resolve(string pointer, string path)
    {
        if (pointer is not "#" && !pointer.StartsWith("#/", StringComparison.Ordinal))
            throw Unsupported(path, "A reference points into the schema itself: it begins with '#/'.");
        JsonValue found = _root;
        foreach (string step in pointer.Split('/').Skip(1))
        {
            string name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            found = MembersOf(found).GetValueOrDefault(name) ?? throw Invalid(path, "The reference points to nothing.");
        }

        return found;
    }

    /// <summary>The members of a value, to be found by name: both they and the references to them can be many.</summary>
    private Dictionary<string, JsonValue> MembersOf(JsonValue value)
    {
        if (!_members.TryGetValue(value, out Dictionary<string, JsonValue>? members))
            _members.Add(value, members = value.Kind == JsonKind.Object ? value.Members.ToDictionary() : []);
        return members;
    }

    private GrammarSymbol Value(JsonValue schema, string path)
    {
        if (schema.Kind == JsonKind.True)
            return _json.Value;
        if (schema.Kind == JsonKind.False)
            return _builder.Choice(path);
        SchemaKeywords keywords = SchemaKeywords.Read(schema, path);
        if (keywords.IsEmpty)
            return _json.Value;
        if (keywords.Take("$ref") is { } reference)
        {
            keywords.RequireEmpty();
            return Reference(keywords.Text(reference, "$ref"), path + ".$ref");
        }

        if (keywords.Take("anyOf") is { } anyOf)
        {
            keywords.RequireEmpty();
            return Either(path, keywords.Items(anyOf, "anyOf").Select((item, index) => Value(item, $"{path}.anyOf[{index}]")));
        }

        return OfTypes(keywords, path);
    }

    private GrammarSymbol OfTypes(SchemaKeywords keywords, string path)
    {
        ImmutableArray<string> types = keywords.TakeTypes();
        if (keywords.Take("const") is { } constant)
        {
            keywords.RequireEmpty();
            return OneOf(path, [constant], types);
        }

        if (keywords.Take("enum") is { } values)
        {
            keywords.RequireEmpty();
            return OneOf(path, keywords.Items(values, "enum"), types);
        }

        if (types.IsEmpty)
            throw keywords.Untyped();
        GrammarSymbol[] symbols = [.. types.Select(type => OfType(type, keywords, path))];
        keywords.RequireEmpty();
        return symbols.Length == 1 ? symbols[0] : Either(path, symbols);
    }

    private GrammarSymbol OfType(string type, SchemaKeywords keywords, string path) => type switch
    {
        "object" => Object(keywords, path),
        "array" => Array(keywords, path),
        "string" => String(keywords, path),
        "integer" => _json.Integer,
        "number" => _json.Number,
        "boolean" => _json.Boolean,
        "null" => _json.Null,
        _ => throw Invalid(path + ".type", "A type is one of: object, array, string, integer, number, boolean, null."),
    };

    private GrammarSymbol String(SchemaKeywords keywords, string path)
    {
        (int least, int? most) = keywords.TakeCounts("minLength", "maxLength");
        return (least, most) == (0, null) ? _json.String : _builder.Choice(path, JsonGrammar.Quote(_builder.Repeat(path, [_json.Character], least, most)));
    }

    private GrammarSymbol Array(SchemaKeywords keywords, string path)
    {
        (int least, int? most) = keywords.TakeCounts("minItems", "maxItems");
        GrammarSymbol item = keywords.Take("items") is { } items ? Value(items, path + ".items") : _json.Value;
        return _json.ArrayOf(path, item, least, most);
    }

    private GrammarSymbol Object(SchemaKeywords keywords, string path)
    {
        JsonValue? properties = keywords.Take("properties");
        JsonValue? others = keywords.Take("additionalProperties");
        ImmutableArray<string> required = keywords.TakeNames("required");
        ImmutableArray<KeyValuePair<string, JsonValue>> members = properties is null ? [] : keywords.Members(properties, "properties");
        HashSet<string> names = [.. members.Select(static member => member.Key)];
        if (required.FirstOrDefault(name => !names.Contains(name)) is string missing)
            throw Unsupported(path + ".required", $"It names '{Shorten(missing)}', which is not among 'properties'.");
        if (members.IsEmpty && others is not { Kind: JsonKind.False })
            return _json.MapOf(path, others is null ? _json.Value : Value(others, path + ".additionalProperties"));

        // Of the rest of an object nothing is made: it fits whatever 'additionalProperties' says, if that is a schema at all.
        if (others is not null)
            Value(others, path + ".additionalProperties");
        return Members(members, [.. required], path);
    }

    /// <summary>Two rules for each member, from the last to the first: what begins with it, and what goes on with it behind a comma.</summary>
    private GrammarSymbol Members(ImmutableArray<KeyValuePair<string, JsonValue>> members, HashSet<string> required, string path)
    {
        GrammarSymbol begin = _builder.Choice(path);
        GrammarSymbol rest = _builder.Choice(path, ImmutableArray<GrammarSymbol>.Empty);
        foreach ((string name, JsonValue schema) in members.Reverse())
        {
            string memberPath = $"{path}.properties.{Shorten(name)}";
            ImmutableArray<GrammarSymbol> member = [.. GrammarBuilder.Literal(ConstantText.Of(JsonValue.String(name))), .. _json.Colon, Value(schema, memberPath)];
            GrammarSymbol whole = _builder.Choice(memberPath, member);
            bool isRequired = required.Contains(name);
            GrammarSymbol nextRest = _builder.Choice(path, [.. _json.Comma, whole, rest]);
            begin = isRequired ? _builder.Choice(path, [whole, rest]) : _builder.Choice(path, [whole, rest], [begin]);
            rest = isRequired ? nextRest : _builder.Choice(path, [nextRest], [rest]);
        }

        ImmutableArray<GrammarSymbol> some = _json.Enclose('{', [begin], '}');
        return required.Count == 0 ? _builder.Choice(path, _json.Enclose('{', [], '}'), some) : _builder.Choice(path, some);
    }

    private GrammarSymbol OneOf(string path, ImmutableArray<JsonValue> values, ImmutableArray<string> types)
    {
        ImmutableArray<JsonValue> fitting = types.IsEmpty ? values : [.. values.Where(value => types.Any(type => ConstantText.IsOfType(value, type)))];
        return _builder.Choice(path, [.. fitting.Select(static value => GrammarBuilder.Literal(ConstantText.Of(value)))]);
    }

    private GrammarSymbol Either(string path, IEnumerable<GrammarSymbol> symbols) =>
        _builder.Choice(path, [.. symbols.Select(static symbol => ImmutableArray.Create(symbol))]);

    private static string Shorten(string name) => name.Length <= 60 ? name : name[..60] + "…";

    private static InvalidInputException Invalid(string path, string message) => new(InvalidInputKind.Invalid, path, message);

    private static InvalidInputException Unsupported(string path, string message) => new(InvalidInputKind.Unsupported, path, message);
}
