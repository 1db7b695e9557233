using System.Collections.Immutable;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A finite automaton over code points, without empty steps: which texts a string may be.</summary>
/// <remarks>It need not be deterministic: whoever reads with it follows all states at once. State 0 is the first. Immutable.</remarks>
/// <param name="steps">For each state by which characters it leads where.</param>
/// <param name="accepts">For each state whether a text may end there.</param>
internal sealed class CharacterAutomaton(ImmutableArray<ImmutableArray<(CodePointSet Characters, int Next)>> steps, ImmutableArray<bool> accepts)
{
    public ImmutableArray<ImmutableArray<(CodePointSet Characters, int Next)>> Steps => steps;

    public ImmutableArray<bool> Accepts => accepts;

    /// <summary>Texts of so many characters; without a most of any number.</summary>
    public static CharacterAutomaton OfLength(int least, int? most, CompileBudget budget)
    {
        int last = most ?? least;
        budget.Spend((int)Math.Min(int.MaxValue, (long)last * CompileBudget.StateSteps));
        var steps = ImmutableArray.CreateBuilder<ImmutableArray<(CodePointSet, int)>>(last + 1);
        for (int count = 0; count <= last; count++)
        {
            int next = count < last ? count + 1 : last;
            steps.Add(count < last || most is null ? [(CodePointSet.All, next)] : []);
        }

        return new(steps.MoveToImmutable(), [.. Enumerable.Range(0, last + 1).Select(count => count >= least)]);
    }

    /// <summary>One text.</summary>
    public static CharacterAutomaton OfText(string text, CompileBudget budget)
    {
        budget.Spend((int)Math.Min(int.MaxValue, (long)text.Length * CompileBudget.StateSteps));
        var steps = ImmutableArray.CreateBuilder<ImmutableArray<(CodePointSet, int)>>();
        for (int at = 0; at < text.Length; at += char.IsSurrogatePair(text, at) ? 2 : 1)
            steps.Add([(CodePointSet.Of(char.IsSurrogatePair(text, at) ? char.ConvertToUtf32(text, at) : text[at]), steps.Count + 1)]);
        steps.Add([]);
        return new(steps.ToImmutable(), [.. Enumerable.Range(1, steps.Count).Select(count => count == steps.Count)]);
    }

    /// <summary>Texts that all accept, of which there is one at least.</summary>
    public static CharacterAutomaton OfAll(ImmutableArray<CharacterAutomaton> automata, CompileBudget budget) =>
        automata.Skip(1).Aggregate(automata[0], (all, other) => all.And(other, budget));

    /// <summary>Texts that both accept: a state for each pair of states that a text leads to.</summary>
    public CharacterAutomaton And(CharacterAutomaton other, CompileBudget budget)
    {
        Dictionary<(int, int), int> numbers = new() { [(0, 0)] = 0 };
        List<(int Mine, int Theirs)> pairs = [(0, 0)];
        var both = ImmutableArray.CreateBuilder<ImmutableArray<(CodePointSet, int)>>();
        for (int i = 0; i < pairs.Count; i++)
        {
            var found = ImmutableArray.CreateBuilder<(CodePointSet, int)>();
            foreach ((CodePointSet mine, int myNext) in Steps[pairs[i].Mine])
            {
                foreach ((CodePointSet theirs, int theirNext) in other.Steps[pairs[i].Theirs])
                {
                    budget.Spend(mine.Ranges.Length + theirs.Ranges.Length);
                    CodePointSet common = mine.And(theirs);
                    if (!common.IsEmpty)
                        found.Add((common, NumberOf((myNext, theirNext))));
                }
            }

            both.Add(found.ToImmutable());
        }

        return new(both.ToImmutable(), [.. pairs.Select(pair => Accepts[pair.Mine] && other.Accepts[pair.Theirs])]);

        int NumberOf((int, int) pair)
        {
            if (!numbers.TryGetValue(pair, out int number))
            {
                budget.Spend(CompileBudget.StateSteps);
                numbers.Add(pair, number = pairs.Count);
                pairs.Add(pair);
            }

            return number;
        }
    }
}
