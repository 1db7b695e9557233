using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

public sealed partial class JsonSchemaGrammar
{
    private const int MostDistinctItems = 6;

    private void AddArray(int rule, SchemaKeywords keywords, string path)
    {
        (int least, int? most) = keywords.TakeCounts("minItems", "maxItems");
        ImmutableArray<SchemaPart> items = keywords.Take("items");
        bool isDistinct = keywords.TakeFlag("uniqueItems");
        if (most < least)
            return;
        GrammarSymbol item = Value(items);
        if (isDistinct && most is not (0 or 1))
            AddDistinct(rule, DistinctValues(items, path), least, most);
        else
            _builder.Add(rule, _json.ArrayOf(path, item, least, most));
    }

    /// <summary>The values that items can be, if these are few.</summary>
    private ImmutableArray<JsonValue> DistinctValues(ImmutableArray<SchemaPart> items, string path)
    {
        ImmutableArray<SchemaPart> parts = _document.Expand(items);
        SchemaKeywords? keywords = parts.IsEmpty || parts.Any(static part => part.Schema.Kind == JsonKind.False) ? null : SchemaKeywords.Read(parts, _document);
        ImmutableArray<string>? types = keywords?.TakeTypes();
        if (keywords?.TakeValues() is not { } values || values.Length > MostDistinctItems)
            throw Unsupported(path + ".uniqueItems", $"It is supported where 'items' is an 'enum' of at most {MostDistinctItems} values: a grammar cannot remember others.");
        keywords.RequireEmpty();
        return [.. values.Where(value => types?.Any(type => ConstantText.IsOfType(value, type)) ?? true).DistinctBy(ConstantText.KeyOf)];
    }

    /// <summary>A rule for each set of values that can still come.</summary>
    private void AddDistinct(int rule, ImmutableArray<JsonValue> values, int least, int? most)
    {
        Dictionary<int, GrammarSymbol> rules = [];
        if (least == 0)
            _builder.Add(rule, _json.Enclose('[', [], ']').AsSpan());
        for (int first = 0; first < values.Length; first++)
            _builder.Add(rule, _json.Enclose('[', [.. Constant(first), Rest(1 << first, 1)], ']').AsSpan());

        ImmutableArray<GrammarSymbol> Constant(int index) => GrammarBuilder.Literal(ConstantText.Of(values[index]));

        GrammarSymbol Rest(int used, int count)
        {
            if (rules.TryGetValue(used, out GrammarSymbol known))
                return known;
            int rest = _builder.Declare("distinct");
            rules.Add(used, GrammarSymbol.Call(rest));
            if (count >= least)
                _builder.Add(rest);
            for (int next = 0; next < values.Length; next++)
            {
                if ((used >> next & 1) == 0 && (most is null || count < most))
                    _builder.Add(rest, [.. _json.Comma, .. Constant(next), Rest(used | 1 << next, count + 1)]);
            }

            return GrammarSymbol.Call(rest);
        }
    }

    private void AddObject(int rule, SchemaKeywords keywords, string path)
    {
        ImmutableArray<SchemaPart> properties = keywords.Take("properties");
        ImmutableArray<SchemaPart> others = keywords.Take("additionalProperties");
        ImmutableArray<SchemaPart> required = keywords.TakeRequired();
        foreach (SchemaPart part in properties.Where(static part => part.Schema.Kind != JsonKind.Object))
            throw new InvalidInputException(InvalidInputKind.Invalid, part.Path, "This must be an object.");
        ImmutableArray<string> names = [.. properties.SelectMany(static part => part.Schema.Members).Select(static member => member.Key).Distinct()];
        HashSet<string> known = [.. names];
        if (required.Select(static part => (part.Schema.Text, part.Path)).FirstOrDefault(name => !known.Contains(name.Text)) is (string missing, string requiredPath))
            throw Unsupported(requiredPath, $"It names '{Shorten(missing)}', which is not among 'properties'.");

        // Of the rest of an object nothing is made: it fits whatever 'additionalProperties' says, if that is a schema at all.
        GrammarSymbol other = Value(others);
        if (names.IsEmpty && others.All(static part => part.Schema.Kind != JsonKind.False))
            _builder.Add(rule, _json.MapOf(path, other));
        else
            AddMembers(rule, [.. names.Select(name => (name, Value(keywords.Property(name))))], [.. required.Select(static part => part.Schema.Text)], path);
    }

    /// <summary>Two rules for each member, from the last to the first: what begins with it, and what goes on with it behind a comma.</summary>
    private void AddMembers(int rule, ImmutableArray<(string Name, GrammarSymbol Value)> members, HashSet<string> required, string path)
    {
        GrammarSymbol begin = _builder.Choice(path);
        GrammarSymbol rest = _builder.Choice(path, ImmutableArray<GrammarSymbol>.Empty);
        foreach ((string name, GrammarSymbol value) in members.Reverse())
        {
            ImmutableArray<GrammarSymbol> member = [.. GrammarBuilder.Literal(ConstantText.Of(JsonValue.String(name))), .. _json.Colon, value];
            GrammarSymbol whole = _builder.Choice(path, member);
            bool isRequired = required.Contains(name);
            GrammarSymbol nextRest = _builder.Choice(path, [.. _json.Comma, whole, rest]);
            begin = isRequired ? _builder.Choice(path, [whole, rest]) : _builder.Choice(path, [whole, rest], [begin]);
            rest = isRequired ? nextRest : _builder.Choice(path, [nextRest], [rest]);
        }

        if (required.Count == 0)
            _builder.Add(rule, _json.Enclose('{', [], '}').AsSpan());
        _builder.Add(rule, _json.Enclose('{', [begin], '}').AsSpan());
    }
}
