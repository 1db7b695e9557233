using System.Collections.Immutable;

namespace OpenGradient.Models.Templates;

/// <summary>Arguments as written.</summary>
internal sealed record TemplateArguments(
    ImmutableArray<TemplateExpression> Positional, ImmutableArray<(string Name, TemplateExpression Value)> Named)
{
    /// <summary>No arguments.</summary>
    public static TemplateArguments None { get; } = new([], []);
}
