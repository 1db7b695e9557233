using System.Collections.Immutable;

namespace OpenGradient.Models.Templates;

/// <summary>A statement of a template.</summary>
internal abstract record TemplateStatement
{
    /// <summary>Where it begins.</summary>
    public TemplatePlace Place { get; init; }

    /// <summary>Text outside of tags.</summary>
    public sealed record Text(MarkedText Content) : TemplateStatement;

    /// <summary><c>{{ a }}</c>.</summary>
    public sealed record Output(TemplateExpression Value) : TemplateStatement;

    /// <summary><c>{% if %}</c>; the last branch may be without a condition.</summary>
    public sealed record If(
        ImmutableArray<(TemplateExpression? Condition, ImmutableArray<TemplateStatement> Body)> Branches) : TemplateStatement;

    /// <summary><c>{% for a, b in c if d recursive %}</c>.</summary>
    public sealed record For(
        TemplateTarget Target,
        TemplateExpression Items,
        TemplateExpression? Condition,
        ImmutableArray<TemplateStatement> Body,
        ImmutableArray<TemplateStatement> Otherwise,
        bool IsRecursive) : TemplateStatement;

    /// <summary><c>{% set a, b = c %}</c>.</summary>
    public sealed record Set(TemplateTarget Target, TemplateExpression Value) : TemplateStatement;

    /// <summary><c>{% set a %}…{% endset %}</c>; with filters, the innermost is given <see cref="Filter.Captured"/>.</summary>
    public sealed record SetBody(TemplateTarget Target, TemplateExpression? Filters, ImmutableArray<TemplateStatement> Body) : TemplateStatement;

    /// <summary><c>{% with a = b, c = d %}</c>: a scope of its own.</summary>
    public sealed record With(ImmutableArray<Set> Variables, ImmutableArray<TemplateStatement> Body) : TemplateStatement;

    /// <summary><c>{% call(a) b(c) %}…{% endcall %}</c>: calls a macro that calls the body as <c>caller</c>.</summary>
    public sealed record Call(Macro Caller, TemplateExpression.Call Value) : TemplateStatement;

    /// <summary><c>{% macro a(b, c=d) %}</c>; those of the names <c>caller</c>, <c>varargs</c> and <c>kwargs</c> that its body mentions stand for what else it is given.</summary>
    public sealed record Macro(
        string Name,
        ImmutableArray<(string Name, TemplateExpression? Default)> Parameters,
        ImmutableArray<TemplateStatement> Body,
        ImmutableHashSet<string> Mentioned) : TemplateStatement
    {
        /// <summary>What the body of <c>{% call %}</c> is called.</summary>
        public const string Caller = "caller";
    }

    /// <summary><c>{% filter a | b(c) %}…{% endfilter %}</c>; the innermost filter is given <see cref="Captured"/>.</summary>
    public sealed record Filter(TemplateExpression Value, ImmutableArray<TemplateStatement> Body) : TemplateStatement
    {
        /// <summary>The name of what the body wrote. No template can write it.</summary>
        public const string Captured = "{filter}";
    }

    /// <summary><c>{% break %}</c> or <c>{% continue %}</c>.</summary>
    public sealed record Jump(bool IsBreak) : TemplateStatement;
}
