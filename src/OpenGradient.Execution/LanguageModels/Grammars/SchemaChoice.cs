using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A choice that schemas leave: a value fits one of the branches, and the rest besides.</summary>
/// <param name="Branches">The branches.</param>
/// <param name="Rest">What the value fits in any case.</param>
/// <param name="IsExclusive">Whether it fits one of the branches only.</param>
/// <param name="Path">Where the choice stands.</param>
internal sealed record SchemaChoice(ImmutableArray<SchemaPart> Branches, ImmutableArray<SchemaPart> Rest, bool IsExclusive, string Path)
{
    /// <summary>The first choice among expanded schemas; null if there is none.</summary>
    /// <exception cref="InvalidInputException">It is no array.</exception>
    public static SchemaChoice? Find(ImmutableArray<SchemaPart> parts, SchemaDocument document)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            foreach (string keyword in (ReadOnlySpan<string>)["anyOf", "oneOf"])
            {
                if (!document.MembersOf(parts[i].Schema).TryGetValue(keyword, out JsonValue? value))
                    continue;
                SchemaPart choice = new(value, $"{parts[i].Path}.{keyword}");
                SchemaPart left = parts[i] with { Schema = document.Without(parts[i].Schema, keyword) };
                return new SchemaChoice(
                    [.. SchemaKeywords.Items(choice).Select((branch, index) => new SchemaPart(branch, $"{choice.Path}[{index}]"))], document.Expand(parts.SetItem(i, left)), keyword == "oneOf", choice.Path);
            }
        }

        return null;
    }
}
