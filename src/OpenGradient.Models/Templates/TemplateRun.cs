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
        catch (InvalidOperationException exception) when (exception.InnerException is InvalidInputException inner)
        {
            // Sorting wraps what comparing throws.
            throw TemplateError.At(run._budget.Place, inner);
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
                Assign(set.Target, _evaluator.Evaluate(set.Value, scope), scope);
                return Flow.Next;
            case TemplateStatement.SetBody set:
                Assign(set.Target, Filtered(set.Filters, set.Body, scope), scope);
                return Flow.Next;
            case TemplateStatement.With with:
                return RunWith(with, scope);
            case TemplateStatement.Call call:
                Write(TemplateValues.ToText(_evaluator.EvaluateCall(call.Value, scope, (TemplateStatement.Macro.Caller, Callable(call.Caller, scope)))));
                return Flow.Next;
            case TemplateStatement.Filter filter:
                Write(TemplateValues.ToText(Filtered(filter.Value, filter.Body, scope)));
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
        object items = _evaluator.Evaluate(loop.Items, scope);
        // A loop over none is empty: templates made for tools are used without any.
        RunFor(loop, items is TemplateNone ? new List<object>() : items, 0, scope);
    }

    private void RunFor(TemplateStatement.For loop, object items, int depth, TemplateScope scope)
    {
        int? length = loop.Condition is not null ? null : items switch
        {
            List<object> list => list.Count,
            MarkedText text => text.Count,
            TemplateMap map => map.Entries.Count,
            TemplateObject thing => thing.Count,
            _ => null,
        };
        _budget.Letters(length ?? 0);
        TemplateLoop rounds = new(Wanted(loop, TemplateOperators.Iterate(items), scope), length, depth, loop.IsRecursive ? (inner, deeper) => Again(loop, inner, deeper, scope) : null);
        bool isEmpty = true;
        while (rounds.MoveNext())
        {
            _budget.Round();
            TemplateScope inner = Bound(loop, rounds.Current, scope);
            inner.Set(TemplateLoop.Name, rounds);
            Flow flow = Run(loop.Body, inner);
            if (flow == Flow.Break)
                break;
            // As in Jinja, a round that is cut short does not count.
            isEmpty &= flow == Flow.Continue;
        }

        if (isEmpty)
            Run(loop.Otherwise, new TemplateScope(scope));
    }

    private IEnumerable<object> Wanted(TemplateStatement.For loop, IEnumerable<object> items, TemplateScope scope)
    {
        foreach (object item in items)
        {
            _budget.Round();
            if (loop.Condition is null || TemplateValues.IsTrue(_evaluator.Evaluate(loop.Condition, Bound(loop, item, scope))))
                yield return item;
        }
    }

    /// <summary>What the body writes for other elements, one level deeper.</summary>
    private MarkedText Again(TemplateStatement.For loop, object items, int depth, TemplateScope scope)
    {
        List<MarkedText> outer = _output;
        _output = [];
        RunFor(loop, items, depth, scope);
        MarkedText captured = MarkedText.Concat(_output);
        _output = outer;
        return captured;
    }

    private static TemplateScope Bound(TemplateStatement.For loop, object item, TemplateScope scope)
    {
        TemplateScope inner = new(scope);
        Assign(loop.Target, item, inner);
        return inner;
    }

    private static void Assign(TemplateTarget target, object value, TemplateScope scope)
    {
        switch (target)
        {
            case TemplateTarget.Name name:
                scope.Set(name.Text, value);
                break;
            case TemplateTarget.Member member:
                if (scope.Get(member.Of) is not TemplateNamespace space)
                    throw TemplateError.Runtime($"'{member.Of}' is not a namespace, so '{member.Of}.{member.Text}' cannot be set.");
                space.Members.Set(MarkedText.FromTemplate(member.Text), value);
                break;
            case TemplateTarget.Several several:
                AssignEach(several.Parts, value, scope);
                break;
        }
    }

    private static void AssignEach(ImmutableArray<TemplateTarget> targets, object value, TemplateScope scope)
    {
        List<object> parts = [.. TemplateOperators.Iterate(value).Take(targets.Length + 1)];
        if (parts.Count != targets.Length)
            throw TemplateError.Runtime($"There are {targets.Length} variables, and what they are given is {TemplateValues.Describe(value)} of another length.");
        for (int i = 0; i < parts.Count; i++)
            Assign(targets[i], parts[i], scope);
    }

    private Flow RunWith(TemplateStatement.With with, TemplateScope scope)
    {
        TemplateScope inner = new(scope);
        foreach (TemplateStatement.Set variable in with.Variables)
            Assign(variable.Target, _evaluator.Evaluate(variable.Value, scope), inner);
        return Run(with.Body, inner);
    }

    /// <summary>What a body writes, behind filters.</summary>
    private object Filtered(TemplateExpression? filters, ImmutableArray<TemplateStatement> body, TemplateScope scope)
    {
        TemplateScope inner = new(scope);
        MarkedText captured = Capture(body, inner);
        inner.Set(TemplateStatement.Filter.Captured, captured);
        return filters is null ? captured : _evaluator.Evaluate(filters, inner);
    }

    private TemplateMacro Callable(TemplateStatement.Macro macro, TemplateScope scope) => new(macro, values =>
    {
        TemplateScope inner = new(scope);
        foreach ((string name, object? value) in values)
            inner.Set(name, value ?? new TemplateUndefined(name));
        int index = 0;
        foreach ((string name, object? value) in values.Take(macro.Parameters.Length))
        {
            if (value is null && macro.Parameters[index].Default is { } byDefault)
                inner.Set(name, _evaluator.Evaluate(byDefault, inner));
            index++;
        }

        return Capture(macro.Body, inner);
    });

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
