using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Puts a grammar together rule by rule, within a limit.</summary>
/// <param name="subject">What a message about the whole grammar names: the parameter that it came in.</param>
internal sealed class GrammarBuilder(string subject)
{
    private const int MaximumSymbols = 1 << 16;

    private readonly List<string> _names = [];
    private readonly List<List<ImmutableArray<GrammarSymbol>>> _rules = [];
    private int _symbolCount;

    /// <summary>How many steps making the grammar may still take.</summary>
    public CompileBudget Budget { get; } = new(subject);

    /// <summary>A new rule without alternatives.</summary>
    public int Declare(string name)
    {
        Budget.Spend(1);
        _names.Add(name);
        _rules.Add([]);
        return _rules.Count - 1;
    }

    /// <summary>Adds an alternative to a rule.</summary>
    /// <exception cref="InvalidInputException">The grammar is too large.</exception>
    public void Add(int rule, params ReadOnlySpan<GrammarSymbol> alternative)
    {
        RequireRoom(alternative.Length + 1);
        _symbolCount += alternative.Length + 1;
        _rules[rule].Add([.. alternative]);
    }

    /// <summary>Whether so many symbols more can be added; for an alternative that is still growing.</summary>
    /// <exception cref="InvalidInputException">The grammar is too large.</exception>
    public void RequireRoom(int count)
    {
        if (_symbolCount + count > MaximumSymbols)
            throw TooLarge();
    }

    /// <summary>A call of a new rule with these alternatives.</summary>
    public GrammarSymbol Choice(string name, params ReadOnlySpan<ImmutableArray<GrammarSymbol>> alternatives)
    {
        int rule = Declare(name);
        foreach (ImmutableArray<GrammarSymbol> alternative in alternatives)
            Add(rule, alternative.AsSpan());
        return GrammarSymbol.Call(rule);
    }

    /// <summary>The bytes of a text, one behind the other.</summary>
    public static ImmutableArray<GrammarSymbol> Literal(string text) => [.. Encoding.UTF8.GetBytes(text).Select(GrammarSymbol.Byte)];

    /// <summary>One character out of ranges of code points, as UTF-8.</summary>
    public GrammarSymbol Character(string name, params ReadOnlySpan<(int Low, int High)> ranges)
    {
        int rule = Declare(name);
        foreach ((int low, int high) in ranges)
        {
            foreach (ImmutableArray<GrammarSymbol> sequence in Utf8Ranges.Of(low, high))
                Add(rule, sequence.AsSpan());
        }

        return GrammarSymbol.Call(rule);
    }

    /// <summary>A sequence so many times; without a most for ever.</summary>
    public ImmutableArray<GrammarSymbol> Repeat(string name, ImmutableArray<GrammarSymbol> sequence, int least, int? most)
    {
        if (Math.Max(least, most ?? 0) > MaximumSymbols)
            throw TooLarge();
        GrammarSymbol whole = sequence.Length == 1 ? sequence[0] : Choice(name, sequence);
        IEnumerable<GrammarSymbol> repeated = Enumerable.Repeat(whole, least);
        if (most is null)
            repeated = repeated.Append(Loop(name, whole));
        else if (most > least)
            repeated = repeated.Append(AtMost(name, whole, most.Value - least));
        return [.. repeated];
    }

    /// <summary>Takes out what leads to no text, and finds the order of the rules.</summary>
    /// <exception cref="InvalidInputException">There is no text at all, or a rule begins with itself.</exception>
    public Grammar Build(int root) => GrammarAnalysis.Complete(_rules, _names, root, subject);

    private InvalidInputException TooLarge() =>
        new(InvalidInputKind.TooLarge, subject, $"It comes to more than {MaximumSymbols} symbols: lower its counts.");

    private GrammarSymbol Loop(string name, GrammarSymbol whole)
    {
        int rule = Declare(name);
        Add(rule);
        Add(rule, whole, GrammarSymbol.Call(rule));
        return GrammarSymbol.Call(rule);
    }

    /// <summary>One rule for each time: the last of them at most once, each other once and then the next.</summary>
    private GrammarSymbol AtMost(string name, GrammarSymbol whole, int most)
    {
        GrammarSymbol? rest = null;
        for (int i = 0; i < most; i++)
            rest = Choice(name, [], rest is { } next ? [whole, next] : [whole]);
        return rest!.Value;
    }
}
