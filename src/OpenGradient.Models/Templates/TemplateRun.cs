using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>One rendering of a template: runs its statements and collects what they write.</summary>
internal sealed class TemplateRun
{
    private const int OutputLimit = 16 << 20;

    private readonly TemplateBudget _budget = new();
    private readonly TemplateEvaluator _evaluator;
    private List<MarkedText> _output = [];
    private int _outputLength;

    private TemplateRun() => _evaluator = new TemplateEvaluator(_budget);

    /// <summary>Renders statements with the variables of a scope.</summary>
    public static MarkedText Render(ImmutableArray<TemplateStatement> statements, TemplateScope scope)
    {
        TemplateRun run = new();
        try
        {
            run.Run(statements, scope);
            return MarkedText.Concat(run._output);
        }
        catch (InvalidInputException exception)
        {
            throw TemplateError.At(run._budget.Place, exception);
        }
        catch (TemplateRefusedException exception)
        {
            throw new InvalidInputException(InvalidInputKind.Invalid, "chat_template", $"It refuses this conversation: {exception.Message}", exception);
        }
    }

    private enum Flow
    {
        Next,
        Break,
        Continue,
    }

    private Flow Run(ImmutableArray<TemplateStatement> statements, TemplateScope scope)
    {
        _budget.Enter();
        Flow flow = Flow.Next;
        foreach (TemplateStatement statement in statements)
        {
            _budget.Step();
            _budget.Place = statement.Place;
            flow = Run(statement, scope);
            if (flow != Flow.Next)
                break;
        }

        _budget.Leave();
        return flow;
    }

    private Flow Run(TemplateStatement statement, TemplateScope scope)
    {
        switch (statement)
        {
            case TemplateStatement.Text text:
                Write(text.Content);
                return Flow.Next;
            case TemplateStatement.Output output:
                Write(TemplateValues.ToText(_evaluator.Evaluate(output.Value, scope)));
                return Flow.Next;
            case TemplateStatement.If branches:
                return RunIf(branches, scope);
            case TemplateStatement.For loop:
                RunFor(loop, scope);
                return Flow.Next;
            case TemplateStatement.Set set:
                RunSet(set, scope);
                return Flow.Next;
            case TemplateStatement.Filter filter:
                TemplateScope inner = new(scope);
                inner.Set(TemplateStatement.Filter.Captured, Capture(filter.Body, inner));
                Write(TemplateValues.ToText(_evaluator.Evaluate(filter.Value, inner)));
                return Flow.Next;
            case TemplateStatement.Macro macro:
                scope.Set(macro.Name, Callable(macro, scope));
                return Flow.Next;
            default:
                return ((TemplateStatement.Jump)statement).IsBreak ? Flow.Break : Flow.Continue;
        }
    }

    private Flow RunIf(TemplateStatement.If statement, TemplateScope scope)
    {
        foreach ((TemplateExpression? condition, ImmutableArray<TemplateStatement> body) in statement.Branches)
        {
            if (condition is null || TemplateValues.IsTrue(_evaluator.Evaluate(condition, scope)))
                return Run(body, scope);
        }

        return Flow.Next;
    }

    private void RunFor(TemplateStatement.For loop, TemplateScope scope)
    {
        List<object> items = [];
        foreach (object item in TemplateOperators.Iterate(_evaluator.Evaluate(loop.Items, scope)))
        {
            _budget.Round();
            if (loop.Condition is null || TemplateValues.IsTrue(_evaluator.Evaluate(loop.Condition, BindTargets(loop, item, scope))))
                items.Add(item);
        }

        for (int i = 0; i < items.Count; i++)
        {
            TemplateScope inner = BindTargets(loop, items[i], scope);
            inner.Set("loop", LoopVariables(items, i));
            if (Run(loop.Body, inner) == Flow.Break)
                return;
        }

        if (items.Count == 0)
            Run(loop.Otherwise, scope);
    }

    private static TemplateScope BindTargets(TemplateStatement.For loop, object item, TemplateScope scope)
    {
        TemplateScope inner = new(scope);
        if (loop.Targets.Length == 1)
        {
            inner.Set(loop.Targets[0], item);
            return inner;
        }

        if (item is not List<object> parts || parts.Count != loop.Targets.Length)
            throw TemplateError.Runtime($"The loop names {loop.Targets.Length} variables, and an element is {TemplateValues.Describe(item)} of another length.");
        for (int i = 0; i < parts.Count; i++)
            inner.Set(loop.Targets[i], parts[i]);
        return inner;
    }

    private static TemplateMap LoopVariables(List<object> items, int index)
    {
        TemplateMap loop = new();
        void Set(string name, object value) => loop.Set(MarkedText.FromTemplate(name), value);
        Set("index", index + 1L);
        Set("index0", (long)index);
        Set("revindex", (long)items.Count - index);
        Set("revindex0", items.Count - index - 1L);
        Set("first", index == 0);
        Set("last", index == items.Count - 1);
        Set("length", (long)items.Count);
        Set("previtem", index > 0 ? items[index - 1] : new TemplateUndefined("loop.previtem"));
        Set("nextitem", index + 1 < items.Count ? items[index + 1] : new TemplateUndefined("loop.nextitem"));
        return loop;
    }

    private void RunSet(TemplateStatement.Set set, TemplateScope scope)
    {
        object value = set.Value is null ? Capture(set.Body, scope) : _evaluator.Evaluate(set.Value, scope);
        if (set.Member is null)
            scope.Set(set.Target, value);
        else if (scope.Get(set.Target) is TemplateMap { IsNamespace: true } map)
            map.Set(MarkedText.FromTemplate(set.Member), value);
        else
            throw TemplateError.Runtime($"'{set.Target}' is not a namespace, so '{set.Target}.{set.Member}' cannot be set.");
    }

    private TemplateFunction Callable(TemplateStatement.Macro macro, TemplateScope scope) => (positional, named) =>
    {
        TemplateScope inner = new(scope);
        for (int i = 0; i < macro.Parameters.Length; i++)
        {
            (string name, TemplateExpression? byDefault) = macro.Parameters[i];
            object value = i < positional.Count ? positional[i]
                : named.TryGetValue(name, out object? given) ? given
                : byDefault is not null ? _evaluator.Evaluate(byDefault, inner)
                : new TemplateUndefined(name);
            inner.Set(name, value);
        }

        return Capture(macro.Body, inner);
    };

    private MarkedText Capture(ImmutableArray<TemplateStatement> body, TemplateScope scope)
    {
        List<MarkedText> outer = _output;
        _output = [];
        Run(body, scope);
        MarkedText captured = MarkedText.Concat(_output);
        _output = outer;
        return captured;
    }

    private void Write(MarkedText text)
    {
        _budget.Letters(text.Length);
        _outputLength += text.Length;
        if (_outputLength > OutputLimit)
            throw TemplateError.TooLarge($"The template writes more than {OutputLimit} letters.");
        _output.Add(text);
    }
}
