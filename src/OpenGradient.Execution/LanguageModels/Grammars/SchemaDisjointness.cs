using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Whether no value fits two schemas, as far as that is plain to see: only then is <c>oneOf</c> the same as <c>anyOf</c>.</summary>
/// <remarks>
/// Two schemas are apart if their types are; if both name their values, and none in common; if their bounds leave no number, or their patterns and lengths no string; if a member that one of them
/// requires is apart in both, or forbidden in the other. A schema with a choice is apart from another if each of its branches is.
/// </remarks>
/// <param name="document">Where the schemas come from.</param>
/// <param name="budget">What looking may take.</param>
internal sealed class SchemaDisjointness(SchemaDocument document, CompileBudget budget)
{
    private const int MaximumDepth = 8;

    /// <exception cref="InvalidInputException">Two branches are not seen to be apart.</exception>
    public void Require(SchemaChoice choice)
    {
        for (int i = 0; i < choice.Branches.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (!AreApart([choice.Branches[j]], [choice.Branches[i]], 0))
                    throw new InvalidInputException(InvalidInputKind.Unsupported, choice.Path, $"A value could fit branches {j} and {i}: tell them apart by types, by patterns or by constants of a required member, or use 'anyOf'.");
            }
        }
    }

    private bool AreApart(ImmutableArray<SchemaPart> left, ImmutableArray<SchemaPart> right, int depth)
    {
        budget.Spend(1 + left.Length + right.Length);
        if (depth > MaximumDepth)
            return false;
        (left, right) = (document.Expand(left), document.Expand(right));
        if (left.Concat(right).Any(static part => part.Schema.Kind == JsonKind.False))
            return true;
        if (left.IsEmpty || right.IsEmpty)
            return false;
        if (SchemaChoice.Find(left, document) is { } choice)
            return choice.Branches.All(branch => AreApart([.. choice.Rest, branch], right, depth + 1));
        if (SchemaChoice.Find(right, document) is { } other)
            return other.Branches.All(branch => AreApart(left, [.. other.Rest, branch], depth + 1));
        return AreApart(SchemaKeywords.Read(left, document), SchemaKeywords.Read(right, document), depth);
    }

    private bool AreApart(SchemaKeywords left, SchemaKeywords right, int depth)
    {
        (ImmutableArray<string>? leftTypes, ImmutableArray<string>? rightTypes) = (left.TakeTypes(), right.TakeTypes());
        (ImmutableArray<JsonValue>? leftValues, ImmutableArray<JsonValue>? rightValues) = (left.TakeValues(), right.TakeValues());
        if (leftValues is { } values)
            return rightValues is { } others ? !Overlap(values, others) : rightTypes is { } fitting && !values.Any(value => fitting.Any(type => CouldFit(value, type, right)));
        if (rightValues is not null)
            return AreApart(right, left, depth);
        if (leftTypes is not { } mine || rightTypes is not { } theirs)
            return false;
        ImmutableArray<string> common = SchemaKeywords.Common(mine, theirs);
        return common.All(type => type switch
        {
            "integer" or "number" => left.TakeBounds(JsonGrammar.Digits).IsApartFrom(right.TakeBounds(JsonGrammar.Digits)),
            "string" => StringForm.Of(left, budget).IsApartFrom(StringForm.Of(right, budget), budget),
            "object" => HaveMemberApart(left, right, depth) || HaveMemberApart(right, left, depth),
            _ => false,
        });
    }

    /// <summary>Whether a member that the first requires cannot be in both.</summary>
    private bool HaveMemberApart(SchemaKeywords requiring, SchemaKeywords other, int depth) => requiring.TakeRequired().Any(
        name => other.Property(name.Schema.Text) is { IsEmpty: false } theirs && AreApart(requiring.Property(name.Schema.Text), theirs, depth + 1));

    private bool Overlap(ImmutableArray<JsonValue> left, ImmutableArray<JsonValue> right)
    {
        HashSet<int> numbers = [.. left.Select(document.NumberOf)];
        return right.Any(value => numbers.Contains(document.NumberOf(value)));
    }

    /// <summary>Whether a value is of a type, and a string of the form. To JSON Schema 1.0 is an integer, which this grammar does not write for one.</summary>
    private bool CouldFit(JsonValue value, string type, SchemaKeywords keywords) => ConstantText.IsOfType(value, type == "integer" ? "number" : type)
        && !(type == "string" && StringForm.Of(keywords, budget).IsApartFrom(StringForm.Of(value.Text, budget), budget));
}
