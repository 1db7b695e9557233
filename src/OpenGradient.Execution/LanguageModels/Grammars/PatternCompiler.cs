using System.Collections.Immutable;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Makes an automaton of a pattern: first one with empty steps (Thompson 1968), then the same without them.</summary>
internal sealed class PatternCompiler
{
    private readonly CompileBudget _budget;
    private readonly List<List<(CodePointSet? Characters, int Next)>> _steps = [[]]; // null for an empty step

    private PatternCompiler(CompileBudget budget) => _budget = budget;

    /// <summary>The texts of a pattern.</summary>
    /// <exception cref="OpenGradient.Primitives.InvalidInputException">It takes too much.</exception>
    public static CharacterAutomaton Compile(PatternNode pattern, CompileBudget budget)
    {
        PatternCompiler compiler = new(budget);
        int end = compiler.Add(pattern, 0);
        return compiler.WithoutEmptySteps(end);
    }

    /// <summary>Adds a part that begins in a state; returns the state in which it ends.</summary>
    private int Add(PatternNode part, int begin)
    {
        switch (part)
        {
            case PatternNode.Character character:
                return Step(begin, character.Set);
            case PatternNode.Sequence sequence:
                return sequence.Parts.Aggregate(begin, (state, item) => Add(item, state));
            case PatternNode.Choice choice:
                int end = NewState();
                foreach (PatternNode item in choice.Parts)
                    Link(Add(item, Step(begin, null)), end);
                return end;
            default:
                return AddRepeat((PatternNode.Repeat)part, begin);
        }
    }

    private int AddRepeat(PatternNode.Repeat repeat, int begin)
    {
        for (int i = 0; i < repeat.Least; i++)
            begin = Add(repeat.Part, begin);
        if (repeat.Most is null)
        {
            // What repeats begins in a state of its own: nothing else leads back to it.
            int loop = Step(begin, null);
            Link(Add(repeat.Part, loop), loop);
            return Step(loop, null);
        }

        int end = NewState();
        Link(begin, end);
        for (int i = repeat.Least; i < repeat.Most; i++)
        {
            begin = Add(repeat.Part, begin);
            Link(begin, end);
        }

        return end;
    }

    private int NewState()
    {
        _budget.Spend(CompileBudget.StateSteps);
        _steps.Add([]);
        return _steps.Count - 1;
    }

    private int Step(int from, CodePointSet? characters)
    {
        int next = NewState();
        _steps[from].Add((characters, next));
        return next;
    }

    private void Link(int from, int to) => _steps[from].Add((null, to));

    private CharacterAutomaton WithoutEmptySteps(int end)
    {
        // Only the first state and those behind a character are left.
        Dictionary<int, int> numbers = new() { [0] = 0 };
        List<int> states = [0];
        var steps = ImmutableArray.CreateBuilder<ImmutableArray<(CodePointSet, int)>>();
        var accepts = ImmutableArray.CreateBuilder<bool>();
        for (int i = 0; i < states.Count; i++)
        {
            HashSet<int> reached = Closure(states[i]);
            Dictionary<int, CodePointSet> found = [];
            foreach ((CodePointSet? characters, int next) in reached.Order().SelectMany(state => _steps[state]))
            {
                _budget.Spend(1);
                if (characters is not { IsEmpty: false })
                    continue;
                if (numbers.TryAdd(next, states.Count))
                    states.Add(next);
                found[numbers[next]] = characters;
            }

            steps.Add([.. found.OrderBy(static step => step.Key).Select(static step => (step.Value, step.Key))]);
            accepts.Add(reached.Contains(end));
        }

        return new(steps.ToImmutable(), accepts.ToImmutable());
    }

    /// <summary>The states that empty steps lead to.</summary>
    private HashSet<int> Closure(int state)
    {
        HashSet<int> reached = [state];
        Stack<int> open = new([state]);
        while (open.TryPop(out int next))
        {
            foreach ((CodePointSet? characters, int after) in _steps[next])
            {
                _budget.Spend(1);
                if (characters is null && reached.Add(after))
                    open.Push(after);
            }
        }

        return reached;
    }
}
