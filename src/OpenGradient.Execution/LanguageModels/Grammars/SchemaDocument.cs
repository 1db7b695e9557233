using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A schema as a whole: what its references point to, and its schemas without <c>$ref</c> and <c>allOf</c>.</summary>
/// <param name="root">The schema.</param>
/// <param name="path">What messages name it.</param>
/// <param name="budget">What expanding may take.</param>
internal sealed class SchemaDocument(JsonValue root, string path, CompileBudget budget)
{
    private readonly Dictionary<JsonValue, Dictionary<string, JsonValue>> _members = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(JsonValue, string), JsonValue> _reduced = new(new ReductionComparer());
    private readonly Dictionary<JsonValue, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _numbersOfKeys = [];

    /// <summary>The schemas that a value fits at once if it fits all of the parts: none of them has <c>$ref</c> or <c>allOf</c>, none says nothing.</summary>
    /// <remarks>Without recursion: references can lead to references more often than a stack is deep.</remarks>
    /// <exception cref="InvalidInputException">A reference points to nothing, or leads back to itself.</exception>
    public ImmutableArray<SchemaPart> Expand(ImmutableArray<SchemaPart> parts)
    {
        var expanded = ImmutableArray.CreateBuilder<SchemaPart>();
        HashSet<JsonValue> done = new(ReferenceEqualityComparer.Instance);
        HashSet<JsonValue> entered = new(ReferenceEqualityComparer.Instance);
        Stack<(SchemaPart Part, bool IsLeft)> open = new(parts.Reverse().Select(static part => (part, false)));
        while (open.TryPop(out (SchemaPart Part, bool IsLeft) next))
        {
            budget.Spend(1);
            if (next.IsLeft)
                entered.Remove(next.Part.Schema);
            else if (entered.Contains(next.Part.Schema))
                throw new InvalidInputException(InvalidInputKind.Invalid, next.Part.Path, "It comes back to itself without a value between.");
            else if (done.Add(next.Part.Schema))
                Enter(next.Part, open, entered, expanded);
        }

        return expanded.ToImmutable();
    }

    /// <summary>A schema without one of its keywords; the same object every time.</summary>
    public JsonValue Without(JsonValue schema, string keyword)
    {
        if (!_reduced.TryGetValue((schema, keyword), out JsonValue? reduced))
            _reduced.Add((schema, keyword), reduced = JsonValue.Object([.. schema.Members.Where(member => member.Key != keyword)]));
        return reduced;
    }

    /// <summary>The members of a value, to be found by name: they and the references to them can be many.</summary>
    public Dictionary<string, JsonValue> MembersOf(JsonValue value)
    {
        budget.Spend(1);
        if (!_members.TryGetValue(value, out Dictionary<string, JsonValue>? members))
        {
            budget.Spend(value.Members.Length);
            _members.Add(value, members = value.Kind == JsonKind.Object ? value.Members.ToDictionary() : []);
        }

        return members;
    }

    /// <summary>A number that equal values have and no others. A value is read once, however many it is compared with.</summary>
    public int NumberOf(JsonValue value)
    {
        budget.Spend(1);
        if (_numbers.TryGetValue(value, out int number))
            return number;
        string key = ConstantText.KeyOf(value);
        if (!_numbersOfKeys.TryGetValue(key, out number))
            _numbersOfKeys.Add(key, number = _numbersOfKeys.Count);
        _numbers.Add(value, number);
        return number;
    }

    /// <summary>Counts what reading a list takes.</summary>
    /// <exception cref="InvalidInputException">There were too many steps.</exception>
    public void Spend(int steps) => budget.Spend(steps);

    private void Enter(SchemaPart part, Stack<(SchemaPart Part, bool IsLeft)> open, HashSet<JsonValue> entered, ImmutableArray<SchemaPart>.Builder expanded)
    {
        Dictionary<string, JsonValue> members = MembersOf(part.Schema);
        if (part.Path != path && members.ContainsKey("$id"))
            throw new InvalidInputException(InvalidInputKind.Unsupported, part.Path + ".$id", "References inside of a schema with a name of its own point into that: only the whole has one here.");
        if (members.TryGetValue("$ref", out JsonValue? reference))
        {
            Postpone(part, "$ref", [Target(reference, part.Path + ".$ref")], open, entered);
        }
        else if (members.TryGetValue("allOf", out JsonValue? all))
        {
            string allPath = part.Path + ".allOf";
            if (all.Kind != JsonKind.Array || all.Items.IsEmpty)
                throw new InvalidInputException(InvalidInputKind.Invalid, allPath, "This must be an array that is not empty.");
            Postpone(part, "allOf", [.. all.Items.Select((item, index) => new SchemaPart(item, $"{allPath}[{index}]"))], open, entered);
        }
        else if (part.Schema.Kind != JsonKind.True && (part.Schema.Kind != JsonKind.Object || members.Keys.Any(static name => !SchemaKeywords.IsSilent(name))))
        {
            expanded.Add(part);
        }
    }

    /// <summary>First what is left without the keyword, then what the keyword says.</summary>
    private void Postpone(SchemaPart part, string keyword, SchemaPart[] said, Stack<(SchemaPart Part, bool IsLeft)> open, HashSet<JsonValue> entered)
    {
        entered.Add(part.Schema);
        open.Push((part, true));
        for (int i = said.Length - 1; i >= 0; i--)
            open.Push((said[i], false));
        open.Push((part with { Schema = Without(part.Schema, keyword) }, false));
    }

    /// <summary>What a JSON pointer (RFC 6901) into the schema points to.</summary>
    private SchemaPart Target(JsonValue reference, string referencePath)
    {
        string pointer = reference.Kind == JsonKind.String ? reference.Text : throw new InvalidInputException(InvalidInputKind.Invalid, referencePath, "This must be a string.");
        if (pointer is not "#" && !pointer.StartsWith("#/", StringComparison.Ordinal))
            throw new InvalidInputException(InvalidInputKind.Unsupported, referencePath, "A reference points into the schema itself: it begins with '#/'.");
        JsonValue found = root;
        foreach (string step in pointer.Split('/').Skip(1))
        {
            budget.Spend(1);
            string name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            found = MembersOf(found).GetValueOrDefault(name)
                ?? (found.Kind == JsonKind.Array && int.TryParse(name, out int index) && index >= 0 && index < found.Items.Length ? found.Items[index] : null)
                ?? throw new InvalidInputException(InvalidInputKind.Invalid, referencePath, "The reference points to nothing.");
        }

        return new SchemaPart(found, path + pointer[1..].Replace('/', '.'));
    }

    /// <summary>Schemas by identity, keywords by their letters.</summary>
    private sealed class ReductionComparer : IEqualityComparer<(JsonValue Schema, string Keyword)>
    {
        public bool Equals((JsonValue Schema, string Keyword) left, (JsonValue Schema, string Keyword) right) =>
            ReferenceEquals(left.Schema, right.Schema) && left.Keyword == right.Keyword;

        public int GetHashCode((JsonValue Schema, string Keyword) key) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Schema), key.Keyword);
    }
}
