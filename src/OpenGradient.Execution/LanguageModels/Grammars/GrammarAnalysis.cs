using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>What follows from the rules of a grammar: which lead to a text, which can be empty, which can begin with which.</summary>
internal sealed class GrammarAnalysis
{
    private readonly List<List<ImmutableArray<GrammarSymbol>>> _rules;
    private readonly List<string> _names;
    private readonly string _subject;
    private readonly List<(int Rule, int Alternative)>[] _callers;

    private GrammarAnalysis(List<List<ImmutableArray<GrammarSymbol>>> rules, List<string> names, string subject)
    {
        _rules = rules;
        _names = names;
        _subject = subject;
        _callers = [.. rules.Select(static _ => new List<(int, int)>())];
        for (int rule = 0; rule < rules.Count; rule++)
        {
            for (int alternative = 0; alternative < rules[rule].Count; alternative++)
            {
                foreach (GrammarSymbol symbol in rules[rule][alternative])
                {
                    if (symbol.IsCall)
                        _callers[symbol.Rule].Add((rule, alternative));
                }
            }
        }
    }

    /// <exception cref="InvalidInputException">There is no text at all, or a rule begins with itself.</exception>
    public static Grammar Complete(List<List<ImmutableArray<GrammarSymbol>>> rules, List<string> names, int root, string subject)
    {
        GrammarAnalysis all = new(rules, names, subject);
        bool[] isProductive = all.Spread(static symbol => !symbol.IsCall);
        if (!isProductive[root])
            throw new InvalidInputException(InvalidInputKind.Invalid, subject, "No text fits it.");
        List<List<ImmutableArray<GrammarSymbol>>> kept =
            [.. rules.Select(rule => rule.Where(alternative => alternative.All(symbol => !symbol.IsCall || isProductive[symbol.Rule])).ToList())];
        GrammarAnalysis useful = new(kept, names, subject);
        bool[] isNullable = useful.Spread(static _ => false);
        return useful.Flatten([.. isNullable], useful.FindRanks(isNullable), root);
    }

    /// <summary>The rules with an alternative of which every symbol holds: bytes as told, calls if their rule does.</summary>
    private bool[] Spread(Func<GrammarSymbol, bool> holds)
    {
        bool[] found = new bool[_rules.Count];
        int[][] open = [.. _rules.Select(rule => rule.Select(alternative => alternative.Count(symbol => symbol.IsCall || !holds(symbol))).ToArray())];
        Queue<int> fresh = [];
        for (int rule = 0; rule < _rules.Count; rule++)
        {
            if (open[rule].Contains(0))
            {
                found[rule] = true;
                fresh.Enqueue(rule);
            }
        }

        while (fresh.TryDequeue(out int rule))
        {
            foreach ((int caller, int alternative) in _callers[rule])
            {
                if (--open[caller][alternative] > 0 || found[caller])
                    continue;
                found[caller] = true;
                fresh.Enqueue(caller);
            }
        }

        return found;
    }

    /// <summary>Numbers each rule below those that it can begin with. The depth-first search keeps a stack of its own, because grammars can be deep.</summary>
    private ImmutableArray<int> FindRanks(bool[] isNullable)
    {
        const int Open = 1;
        const int Done = 2;
        byte[] colours = new byte[_rules.Count];
        List<int> finished = [];
        Stack<(int Rule, IEnumerator<int> Begins)> path = [];
        for (int first = 0; first < _rules.Count; first++)
        {
            if (colours[first] == 0)
                Enter(first);
            while (path.TryPeek(out (int Rule, IEnumerator<int> Begins) top))
            {
                if (!top.Begins.MoveNext())
                {
                    colours[top.Rule] = Done;
                    finished.Add(top.Rule);
                    path.Pop();
                }
                else if (colours[top.Begins.Current] == Open)
                {
                    throw BeginsWithItself(top.Begins.Current);
                }
                else if (colours[top.Begins.Current] != Done)
                {
                    Enter(top.Begins.Current);
                }
            }
        }

        int[] ranks = new int[finished.Count];
        for (int i = 0; i < ranks.Length; i++)
            ranks[finished[i]] = ranks.Length - 1 - i;
        return [.. ranks];

        void Enter(int rule)
        {
            colours[rule] = Open;
            path.Push((rule, Begins(rule, isNullable).GetEnumerator()));
        }
    }

    private InvalidInputException BeginsWithItself(int rule) => new(
        InvalidInputKind.Unsupported, _subject, $"The rule '{_names[rule]}' begins with itself, or repeats something that can be empty.");

    /// <summary>The rules that can stand before the first byte of a rule.</summary>
    private IEnumerable<int> Begins(int rule, bool[] isNullable)
    {
        foreach (ImmutableArray<GrammarSymbol> alternative in _rules[rule])
        {
            foreach (GrammarSymbol symbol in alternative)
            {
                if (symbol.IsCall)
                    yield return symbol.Rule;
                if (!symbol.IsCall || !isNullable[symbol.Rule])
                    break;
            }
        }
    }

    private Grammar Flatten(ImmutableArray<bool> isNullable, ImmutableArray<int> ranks, int root)
    {
        var symbols = ImmutableArray.CreateBuilder<GrammarSymbol>();
        symbols.Add(GrammarSymbol.End);
        var starts = ImmutableArray.CreateBuilder<ImmutableArray<int>>(_rules.Count);
        foreach (List<ImmutableArray<GrammarSymbol>> rule in _rules)
        {
            var begins = ImmutableArray.CreateBuilder<int>(rule.Count);
            foreach (ImmutableArray<GrammarSymbol> alternative in rule)
            {
                begins.Add(symbols.Count);
                symbols.AddRange(alternative);
                symbols.Add(GrammarSymbol.End);
            }

            starts.Add(begins.MoveToImmutable());
        }

        return new Grammar(symbols.ToImmutable(), starts.MoveToImmutable(), isNullable, ranks, root);
    }
}
