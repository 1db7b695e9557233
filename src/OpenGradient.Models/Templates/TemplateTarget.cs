using System.Collections.Immutable;

namespace OpenGradient.Models.Templates;

/// <summary>What a loop or <c>set</c> gives values to.</summary>
internal abstract record TemplateTarget
{
    /// <summary>A variable.</summary>
    public sealed record Name(string Text) : TemplateTarget;

    /// <summary><c>a.b</c>: a member of a namespace.</summary>
    public sealed record Member(string Text, string Of) : TemplateTarget;

    /// <summary><c>a, (b, c)</c>: one for each element.</summary>
    public sealed record Several(ImmutableArray<TemplateTarget> Parts) : TemplateTarget;
}
