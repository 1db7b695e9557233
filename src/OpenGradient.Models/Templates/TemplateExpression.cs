using System.Collections.Immutable;

namespace OpenGradient.Models.Templates;

/// <summary>An expression of a template.</summary>
internal abstract record TemplateExpression
{
    /// <summary>A constant.</summary>
    public sealed record Literal(object Value) : TemplateExpression;

    /// <summary><c>[a, b]</c>, and tuples.</summary>
    public sealed record ListOf(ImmutableArray<TemplateExpression> Items, bool IsTuple = false) : TemplateExpression;

    /// <summary><c>{a: b}</c>.</summary>
    public sealed record MapOf(ImmutableArray<(TemplateExpression Key, TemplateExpression Value)> Entries) : TemplateExpression;

    /// <summary>A variable.</summary>
    public sealed record Name(string Text) : TemplateExpression;

    /// <summary><c>a.b</c>.</summary>
    public sealed record Member(TemplateExpression Target, string Text) : TemplateExpression;

    /// <summary><c>a[b]</c>.</summary>
    public sealed record Index(TemplateExpression Target, TemplateExpression Key) : TemplateExpression;

    /// <summary><c>a[b:c:d]</c>.</summary>
    public sealed record Slice(
        TemplateExpression Target, TemplateExpression? Start, TemplateExpression? Stop, TemplateExpression? Step) : TemplateExpression;

    /// <summary><c>a(b, c=d)</c>.</summary>
    public sealed record Call(TemplateExpression Target, TemplateArguments Arguments) : TemplateExpression;

    /// <summary><c>a | b(c)</c>.</summary>
    public sealed record Filter(TemplateExpression Target, string Text, TemplateArguments Arguments) : TemplateExpression;

    /// <summary><c>a is b(c)</c>.</summary>
    public sealed record Test(TemplateExpression Target, string Text, TemplateArguments Arguments, bool IsNegated) : TemplateExpression;

    /// <summary><c>not a</c>, <c>-a</c>, <c>+a</c>.</summary>
    public sealed record Unary(string Operator, TemplateExpression Operand) : TemplateExpression;

    /// <summary><c>a + b</c> and the like.</summary>
    public sealed record Binary(string Operator, TemplateExpression Left, TemplateExpression Right) : TemplateExpression;

    /// <summary><c>a if b else c</c>.</summary>
    public sealed record Conditional(TemplateExpression Condition, TemplateExpression Then, TemplateExpression? Otherwise) : TemplateExpression;
}
