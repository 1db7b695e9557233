using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>JSON Schema as a grammar: every text of it is JSON that fits the schema.</summary>
/// <remarks>
/// Members come in the order in which <c>properties</c> writes them; others only where there are no <c>properties</c>. A keyword that
/// is not listed in spec/exec-1, section 15, is refused by name: leaving it out would break its promise. A rule stands for a set of
/// schemas that a value fits all at once, so that <c>allOf</c> and what stands beside <c>anyOf</c> are members of the set.
/// </remarks>
public sealed partial class JsonSchemaGrammar
{
    private readonly GrammarBuilder _builder;
    private readonly JsonGrammar _json;
    private readonly SchemaDocument _document;
    private readonly Dictionary<string, GrammarSymbol> _rules = [];
    private readonly Dictionary<JsonValue, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(int Rule, ImmutableArray<SchemaPart> Parts)> _open = []; // what was asked for and not made

    private JsonSchemaGrammar(GrammarBuilder builder, JsonGrammar json, JsonValue root, string path)
    {
        _builder = builder;
        _json = json;
        _document = new SchemaDocument(root, path, builder.Budget);
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
        return builder.Build(Root(builder, new JsonGrammar(builder), schema, path).Rule);
    }

    /// <summary>The rule of a schema. Rules are made one after the other, not one inside the other: there can be more than a stack holds.</summary>
    internal static GrammarSymbol Root(GrammarBuilder builder, JsonGrammar json, JsonValue schema, string path)
    {
        JsonSchemaGrammar grammar = new(builder, json, schema, path);
        GrammarSymbol root = grammar.Value([new SchemaPart(schema, path)]);
        while (grammar._open.TryDequeue(out (int Rule, ImmutableArray<SchemaPart> Parts) next))
            grammar.Define(next.Rule, next.Parts);
        return root;
    }

    /// <summary>The rule of what fits all of the schemas; it may be asked for before it is made.</summary>
    private GrammarSymbol Value(ImmutableArray<SchemaPart> parts)
    {
        if (parts.IsEmpty)
            return _json.Value;
        _builder.Budget.Spend(parts.Length);
        string key = string.Join(',', parts.Select(part => NumberOf(part.Schema)).Distinct());
        if (!_rules.TryGetValue(key, out GrammarSymbol known))
        {
            _rules.Add(key, known = GrammarSymbol.Call(_builder.Declare(parts[0].Path)));
            _open.Enqueue((known.Rule, parts));
        }

        return known;
    }

    private int NumberOf(JsonValue schema)
    {
        if (!_numbers.TryGetValue(schema, out int number))
            _numbers.Add(schema, number = _numbers.Count);
        return number;
    }

    /// <summary>Adds the alternatives of a rule.</summary>
    private void Define(int rule, ImmutableArray<SchemaPart> unexpanded)
    {
        ImmutableArray<SchemaPart> parts = _document.Expand(unexpanded);
        if (parts.Any(static part => part.Schema.Kind == JsonKind.False))
            return;
        if (parts.IsEmpty)
        {
            _builder.Add(rule, _json.Value);
        }
        else if (SchemaChoice.Find(parts, _document) is { } choice)
        {
            if (choice.IsExclusive)
                new SchemaDisjointness(_document, _builder.Budget).Require(choice);
            foreach (SchemaPart branch in choice.Branches)
                _builder.Add(rule, Value([.. choice.Rest, branch]));
        }
        else
        {
            DefineTypes(rule, SchemaKeywords.Read(parts, _document), parts[0].Path);
        }
    }

    private void DefineTypes(int rule, SchemaKeywords keywords, string path)
    {
        ImmutableArray<string>? types = keywords.TakeTypes();
        if (keywords.TakeValues() is { } values)
        {
            keywords.RequireEmpty();
            foreach (JsonValue value in types is { } fitting ? values.Where(value => fitting.Any(type => ConstantText.IsOfType(value, type))) : values)
                _builder.Add(rule, GrammarBuilder.Literal(ConstantText.Of(value)).AsSpan());
            return;
        }

        foreach (string type in types ?? throw keywords.Untyped())
            DefineType(rule, type, keywords, path);
        keywords.RequireEmpty();
    }

    private void DefineType(int rule, string type, SchemaKeywords keywords, string path)
    {
        switch (type)
        {
            case "object":
                AddObject(rule, keywords, path);
                break;
            case "array":
                AddArray(rule, keywords, path);
                break;
            case "string":
                AddString(rule, keywords, path);
                break;
            case "integer":
                AddNumber(rule, _json.Integer, keywords.TakeBounds(0), path);
                break;
            case "number":
                AddNumber(rule, _json.Number, keywords.TakeBounds(JsonGrammar.Digits), path);
                break;
            default:
                _builder.Add(rule, type == "boolean" ? _json.Boolean : _json.Null);
                break;
        }
    }

    private void AddNumber(int rule, GrammarSymbol any, NumberBounds bounds, string path)
    {
        if (bounds.IsFree)
            _builder.Add(rule, any);
        else
            NumberRange.Add(_builder, _json, rule, path, bounds);
    }

    private void AddString(int rule, SchemaKeywords keywords, string path)
    {
        StringForm form = StringForm.Of(keywords, _builder.Budget);
        if (form.IsImpossible)
            return;
        if (!form.Patterns.IsEmpty)
            _builder.Add(rule, StringPattern.Quoted(_builder, path, form.Automata(_builder.Budget)).AsSpan());
        else if (!form.HasLengths)
            _builder.Add(rule, _json.String);
        else
            _builder.Add(rule, JsonGrammar.Quote(_builder.Repeat(path, [_json.Character], form.Least, form.Most)).AsSpan());
    }

    private static string Shorten(string name) => name.Length <= 60 ? name : name[..60] + "…";

    private static InvalidInputException Unsupported(string path, string message) => new(InvalidInputKind.Unsupported, path, message);
}
