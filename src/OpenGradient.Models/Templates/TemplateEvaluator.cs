using System.Collections.Immutable;

namespace OpenGradient.Models.Templates;

/// <summary>Works out expressions.</summary>
internal sealed class TemplateEvaluator(TemplateBudget budget)
{
    private static readonly ImmutableDictionary<string, object> NoNamedArguments = ImmutableDictionary<string, object>.Empty;

    /// <summary>The value of an expression.</summary>
    public object Evaluate(TemplateExpression expression, TemplateScope scope)
    {
        budget.Step();
        budget.Enter();
        object value = expression switch
        {
            TemplateExpression.Literal literal => literal.Value,
            TemplateExpression.Name name => scope.Get(name.Text),
            TemplateExpression.ListOf list => EvaluateList(list, scope),
            TemplateExpression.MapOf map => EvaluateMap(map, scope),
            TemplateExpression.Member member => TemplateOperators.Member(Evaluate(member.Target, scope), member.Text),
            TemplateExpression.Index index => TemplateOperators.Index(Evaluate(index.Target, scope), Evaluate(index.Key, scope)),
            TemplateExpression.Slice slice => EvaluateSlice(slice, scope),
            TemplateExpression.Call call => EvaluateCall(call, scope),
            TemplateExpression.Filter filter => EvaluateFilter(filter, scope),
            TemplateExpression.Test test => EvaluateTest(test, scope),
            TemplateExpression.Unary unary => EvaluateUnary(unary, scope),
            TemplateExpression.Binary binary => EvaluateBinary(binary, scope),
            _ => EvaluateConditional((TemplateExpression.Conditional)expression, scope),
        };
        budget.Leave();
        if (value is MarkedText text)
            budget.Letters(text.Length);
        return value;
    }

    private List<object> EvaluateList(TemplateExpression.ListOf list, TemplateScope scope)
    {
        IEnumerable<object> items = list.Items.Select(item => Evaluate(item, scope));
        return list.IsTuple ? new TemplateTuple(items) : [.. items];
    }

    private TemplateMap EvaluateMap(TemplateExpression.MapOf expression, TemplateScope scope)
    {
        TemplateMap map = new();
        foreach ((TemplateExpression key, TemplateExpression value) in expression.Entries)
            map.Set(Evaluate(key, scope), Evaluate(value, scope));
        return map;
    }

    private object EvaluateSlice(TemplateExpression.Slice slice, TemplateScope scope)
    {
        object target = Evaluate(slice.Target, scope);
        long? Bound(TemplateExpression? bound) => bound is null || Evaluate(bound, scope) is not { } value || value is TemplateNone ? null : TemplateOperators.Integer(value);
        return TemplateOperators.Slice(target, Bound(slice.Start), Bound(slice.Stop), Bound(slice.Step) ?? 1);
    }

    /// <summary>What a function gives, with one more named argument or without.</summary>
    public object EvaluateCall(TemplateExpression.Call call, TemplateScope scope, (string Name, object Value)? added = null)
    {
        (List<object> positional, IReadOnlyDictionary<string, object> named) = EvaluateArguments(call.Arguments, scope);
        if (added is var (name, value))
            named = new Dictionary<string, object>(named, StringComparer.Ordinal) { [name] = value };
        if (call.Target is TemplateExpression.Member member)
        {
            object target = Evaluate(member.Target, scope);
            if (target is not TemplateMap map || map.Find(member.Text) is not TemplateFunction)
                return TemplateMethods.Call(target, member.Text, positional, named);
        }

        object called = Evaluate(call.Target, scope);
        TemplateFunction function = called as TemplateFunction ?? (called as TemplateMap)?.Called ?? throw TemplateError.Runtime($"{TemplateValues.Describe(called)} cannot be called.");
        return function(positional, named);
    }

    private object EvaluateFilter(TemplateExpression.Filter filter, TemplateScope scope)
    {
        object target = Evaluate(filter.Target, scope);
        (List<object> positional, IReadOnlyDictionary<string, object> named) = EvaluateArguments(filter.Arguments, scope);
        return TemplateFilters.Apply(filter.Text, target, positional, named);
    }

    private object EvaluateTest(TemplateExpression.Test test, TemplateScope scope)
    {
        object target = Evaluate(test.Target, scope);
        (List<object> positional, _) = EvaluateArguments(test.Arguments, scope);
        return TemplateTests.Holds(test.Text, target, positional) != test.IsNegated;
    }

    private object EvaluateUnary(TemplateExpression.Unary unary, TemplateScope scope)
    {
        object operand = Evaluate(unary.Operand, scope);
        return unary.Operator switch
        {
            "not" => !TemplateValues.IsTrue(operand),
            "-" => TemplateOperators.Apply("-", 0L, operand),
            _ => operand,
        };
    }

    private object EvaluateBinary(TemplateExpression.Binary binary, TemplateScope scope)
    {
        object left = Evaluate(binary.Left, scope);
        return binary.Operator switch
        {
            "or" => TemplateValues.IsTrue(left) ? left : Evaluate(binary.Right, scope),
            "and" => TemplateValues.IsTrue(left) ? Evaluate(binary.Right, scope) : left,
            _ => TemplateOperators.Apply(binary.Operator, left, Evaluate(binary.Right, scope)),
        };
    }

    private object EvaluateConditional(TemplateExpression.Conditional conditional, TemplateScope scope)
    {
        if (TemplateValues.IsTrue(Evaluate(conditional.Condition, scope)))
            return Evaluate(conditional.Then, scope);
        return conditional.Otherwise is null ? new TemplateUndefined("an if without else") : Evaluate(conditional.Otherwise, scope);
    }

    private (List<object> Positional, IReadOnlyDictionary<string, object> Named) EvaluateArguments(
        TemplateArguments arguments, TemplateScope scope)
    {
        List<object> positional = [.. arguments.Positional.Select(argument => Evaluate(argument, scope))];
        if (arguments.List is { } list)
            positional.AddRange(TemplateOperators.Iterate(Evaluate(list, scope)));
        if (arguments.Named.IsEmpty && arguments.Map is null)
            return (positional, NoNamedArguments);
        Dictionary<string, object> named = new(StringComparer.Ordinal);
        foreach ((string name, TemplateExpression value) in arguments.Named)
            named[name] = Evaluate(value, scope);
        if (arguments.Map is { } map)
        {
            foreach ((object name, object value) in (Evaluate(map, scope) as TemplateMap)?.Entries ?? throw TemplateError.Runtime("'**' stands before what is no mapping."))
                named[TemplateValues.ToText(name).Text] = value;
        }

        return (positional, named);
    }
}
