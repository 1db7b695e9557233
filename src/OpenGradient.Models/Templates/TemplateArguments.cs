using System.Collections.Immutable;

namespace OpenGradient.Models.Templates;

/// <summary>Arguments as written.</summary>
/// <param name="Positional">Those without a name.</param>
/// <param name="Named">Those with one.</param>
/// <param name="List"><c>*a</c>: further ones without a name; null if there are none.</param>
/// <param name="Map"><c>**a</c>: further ones with a name; null if there are none.</param>
internal sealed record TemplateArguments(
    ImmutableArray<TemplateExpression> Positional,
    ImmutableArray<(string Name, TemplateExpression Value)> Named,
    TemplateExpression? List = null,
    TemplateExpression? Map = null)
{
    /// <summary>No arguments.</summary>
    public static TemplateArguments None { get; } = new([], []);
}
