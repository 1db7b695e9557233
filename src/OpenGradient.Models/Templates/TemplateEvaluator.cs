namespace OpenGradient.Models.Templates;

/// <summary>Works out expressions.</summary>
internal sealed class TemplateEvaluator(TemplateBudget budget)
{
    private readonly TemplateFilters _filters = new(budget);

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
            TemplateExpression.Member member => TemplateMembers.Get(Evaluate(member.Target, scope), member.Text),
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
        object Bound(TemplateExpression? bound) => bound is null ? TemplateNone.Value : Evaluate(bound, scope);
        object part = TemplateOperators.Slice(target, Bound(slice.Start), Bound(slice.Stop), Bound(slice.Step));
        budget.Made(part);
        return part;
    }

    /// <summary>What a function gives, with one more named argument or without.</summary>
    public object EvaluateCall(TemplateExpression.Call call, TemplateScope scope, (string Name, object Value)? added = null)
    {
        object? owner = call.Target is TemplateExpression.Member member ? Evaluate(member.Target, scope) : null;
        string name = (call.Target as TemplateExpression.Member)?.Text ?? (call.Target as TemplateExpression.Name)?.Text ?? "a call";
        object target = owner is null ? Evaluate(call.Target, scope) : TemplateMembers.Get(owner, name);
        TemplateCall given = EvaluateArguments(name, call.Arguments, scope);
        if (added is var (addedName, value))
            given = given with { Named = new Dictionary<string, object>(given.Named, StringComparer.Ordinal) { [addedName] = value } };
        if (owner is not null && TemplateMembers.TryChange(owner, given, out object changed))
            return changed;
        if (target is not TemplateObject { IsCallable: true } callable)
            throw TemplateError.Runtime(target is TemplateUndefined && owner is not null ? $"{TemplateValues.Describe(owner)} has no '{name}'." : $"{TemplateValues.Describe(target)} cannot be called.");
        if (owner is List<object>)
            budget.Made(owner);
        object result = callable.Call(given);
        budget.Made(result);
        return result;
    }

    private object EvaluateFilter(TemplateExpression.Filter filter, TemplateScope scope)
    {
        object target = Evaluate(filter.Target, scope);
        if (filter.Text is not ("length" or "count" or "first" or "last" or "default" or "d"))
            budget.Made(target);
        return _filters.Apply(target, EvaluateArguments(filter.Text, filter.Arguments, scope));
    }

    private object EvaluateTest(TemplateExpression.Test test, TemplateScope scope)
    {
        object target = Evaluate(test.Target, scope);
        return TemplateTests.Holds(target, EvaluateArguments(test.Text, test.Arguments, scope), _filters) != test.IsNegated;
    }

    private object EvaluateUnary(TemplateExpression.Unary unary, TemplateScope scope)
    {
        object operand = Evaluate(unary.Operand, scope);
        return (unary.Operator, operand) switch
        {
            ("not", _) => !TemplateValues.IsTrue(operand),
            ("-", double number) => -number,
            ("+", double number) => number,
            _ => TemplateArithmetic.Calculate(unary.Operator, 0L, operand),
        };
    }

    private object EvaluateBinary(TemplateExpression.Binary binary, TemplateScope scope)
    {
        object left = Evaluate(binary.Left, scope);
        if (binary.Operator is "or" or "and")
            return TemplateValues.IsTrue(left) == (binary.Operator == "or") ? left : Evaluate(binary.Right, scope);
        object right = Evaluate(binary.Right, scope);
        if (left is List<object>)
            budget.Made(left);
        if (right is List<object> or TemplateView)
            budget.Made(right);
        object result = TemplateOperators.Apply(binary.Operator, left, right);
        if (result is List<object>)
            budget.Made(result);
        return result;
    }

    private object EvaluateConditional(TemplateExpression.Conditional conditional, TemplateScope scope)
    {
        if (TemplateValues.IsTrue(Evaluate(conditional.Condition, scope)))
            return Evaluate(conditional.Then, scope);
        return conditional.Otherwise is null ? new TemplateUndefined("an if without else") : Evaluate(conditional.Otherwise, scope);
    }

    private TemplateCall EvaluateArguments(string name, TemplateArguments arguments, TemplateScope scope)
    {
        List<object> positional = [.. arguments.Positional.Select(argument => Evaluate(argument, scope))];
        if (arguments.List is { } list)
            positional.AddRange(TemplateOperators.Iterate(Evaluate(list, scope)));
        if (arguments.Named.IsEmpty && arguments.Map is null)
            return TemplateCall.Of(name, positional);
        Dictionary<string, object> named = new(StringComparer.Ordinal);
        foreach ((string argument, TemplateExpression value) in arguments.Named)
        {
            if (!named.TryAdd(argument, Evaluate(value, scope)))
                throw TemplateError.Runtime($"'{name}' has the argument '{argument}' twice.");
        }

        if (arguments.Map is { } map)
        {
            foreach ((object key, object value) in (Evaluate(map, scope) as TemplateMap)?.Entries ?? throw TemplateError.Runtime("'**' stands before what is no mapping."))
            {
                if (!named.TryAdd(TemplateStrings.Text(key).Text, value))
                    throw TemplateError.Runtime($"'{name}' has the argument '{key}' twice.");
            }
        }

        return new TemplateCall(name, positional, named);
    }
}
