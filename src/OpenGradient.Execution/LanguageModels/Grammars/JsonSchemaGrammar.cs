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

    /// <summary>Calls of functions, each between tags and with arguments that fit the function's schema.</summary>
    /// <param name="functions">The functions that may be called: name, schema of the arguments, path of the schema.</param>
    /// <param name="tags">What stands before and behind a call.</param>
    /// <param name="isOne">Whether there is exactly one call; else one or more, a line feed between them.</param>
    /// <exception cref="InvalidInputException">As for <see cref="Compile"/>.</exception>
    public static Grammar Calls(ImmutableArray<(string Name, JsonValue Parameters, string Path)> functions, (string Open, string Close) tags, bool isOne)
    {
        GrammarBuilder builder = new("tools");
        GrammarSymbol call = Call(builder, functions, tags.Open, tags.Close);
        ImmutableArray<GrammarSymbol> more = isOne ? [] : builder.Repeat("calls", [GrammarSymbol.Byte((byte)'\n'), call], 0, null);
        return builder.Build(builder.Choice("calls", [call, .. more]).Rule);
    }

    /// <summary>Any text, and after it perhaps calls: where the text comes to the tag before a call, a call must follow.</summary>
    /// <param name="functions">The functions, as for <see cref="Calls"/>.</param>
    /// <param name="tags">What stands before and behind a call. The first begins with a byte that it has nowhere else.</param>
    /// <exception cref="InvalidInputException">As for <see cref="Compile"/>.</exception>
    public static Grammar TextWithCalls(ImmutableArray<(string Name, JsonValue Parameters, string Path)> functions, (string Open, string Close) tags)
    {
        GrammarBuilder builder = new("tools");
        GrammarSymbol call = Call(builder, functions, "", tags.Close);
        GrammarSymbol blank = builder.Choice("blank", [.. " \t\r\n".Select(static letter => ImmutableArray.Create(GrammarSymbol.Byte((byte)letter)))]);
        int calls = builder.Declare("calls");
        int between = builder.Declare("calls");
        builder.Add(calls, call, GrammarSymbol.Call(between));
        builder.Add(between);
        builder.Add(between, blank, GrammarSymbol.Call(between));
        builder.Add(between, [.. GrammarBuilder.Literal(tags.Open), GrammarSymbol.Call(calls)]);
        return builder.Build(TextBefore(builder, tags.Open, GrammarSymbol.Call(calls)).Rule);
    }

    /// <summary>Any bytes without the tag; with it, what must follow it. A rule for each beginning of the tag that was read (Knuth, Morris, Pratt 1977).</summary>
    private static GrammarSymbol TextBefore(GrammarBuilder builder, string tag, GrammarSymbol then)
    {
        int[] rules = [.. tag.Select(_ => builder.Declare("text"))];
        byte first = (byte)tag[0];
        for (int read = 0; read < rules.Length; read++)
        {
            byte next = (byte)tag[read];
            builder.Add(rules[read]);
            builder.Add(rules[read], GrammarSymbol.Byte(next), read + 1 < rules.Length ? GrammarSymbol.Call(rules[read + 1]) : then);
            if (read > 0)
                builder.Add(rules[read], GrammarSymbol.Byte(first), GrammarSymbol.Call(rules[1]));
            byte[] marks = [.. new[] { first, next }.Distinct().Order()];
            for (int mark = 0, low = 0; mark <= marks.Length; low = mark < marks.Length ? marks[mark] + 1 : 256, mark++)
            {
                int high = mark < marks.Length ? marks[mark] - 1 : 255;
                if (low <= high)
                    builder.Add(rules[read], GrammarSymbol.Bytes((byte)low, (byte)high), GrammarSymbol.Call(rules[0]));
            }
        }

        return GrammarSymbol.Call(rules[0]);
    }

    private static GrammarSymbol Call(GrammarBuilder builder, ImmutableArray<(string Name, JsonValue Parameters, string Path)> functions, string open, string close)
    {
        JsonGrammar json = new(builder);
        int call = builder.Declare("call");
        foreach ((string name, JsonValue parameters, string path) in functions)
        {
            string head = $"{open}\n{{\"name\": {ConstantText.Of(JsonValue.String(name))}, \"arguments\": ";
            GrammarSymbol arguments = Root(builder, json, parameters, path);
            builder.Add(call, [.. GrammarBuilder.Literal(head), arguments, .. GrammarBuilder.Literal("}\n" + close)]);
        }

        return GrammarSymbol.Call(call);
    }

    /// <summary>The rule of a schema. Rules are made one after the other, not one inside the other: there can be more than a stack holds.</summary>
    private static GrammarSymbol Root(GrammarBuilder builder, JsonGrammar json, JsonValue schema, string path)
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
            DefineTypes(rule, SchemaKeywords.Read(parts), parts[0].Path);
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
        (int least, int? most) = keywords.TakeCounts("minLength", "maxLength");
        ImmutableArray<CharacterAutomaton> patterns = [.. keywords.Take("pattern").Select(Pattern), .. keywords.Take("format").Select(Format)];
        if (most < least)
            return;
        if (!patterns.IsEmpty)
            _builder.Add(rule, StringPattern.Quoted(_builder, path, (least, most) == (0, null) ? patterns : patterns.Add(CharacterAutomaton.OfLength(least, most, _builder.Budget))).AsSpan());
        else if ((least, most) == (0, null))
            _builder.Add(rule, _json.String);
        else
            _builder.Add(rule, JsonGrammar.Quote(_builder.Repeat(path, [_json.Character], least, most)).AsSpan());
    }

    private CharacterAutomaton Pattern(SchemaPart part) => PatternCompiler.Compile(PatternReader.Read(SchemaKeywords.Text(part), part.Path), _builder.Budget);

    private CharacterAutomaton Format(SchemaPart part) => StringFormats.Find(SchemaKeywords.Text(part)) is { } pattern
        ? PatternCompiler.Compile(PatternReader.Read(pattern, part.Path), _builder.Budget)
        : throw Unsupported(part.Path, $"The formats here are {StringFormats.Names}; ignoring another would break its promise.");

    private static string Shorten(string name) => name.Length <= 60 ? name : name[..60] + "…";

    private static InvalidInputException Unsupported(string path, string message) => new(InvalidInputKind.Unsupported, path, message);
}
