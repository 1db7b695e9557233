using System.Collections.Immutable;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A context-free grammar over bytes: which texts a constrained answer may be (spec/exec-1, section 15).</summary>
/// <remarks>
/// Every rule that is left in an alternative leads to some text, and no rule begins with itself: so whatever a
/// <see cref="GrammarMachine"/> has read can be completed, and it never turns in a circle. Immutable.
/// </remarks>
public sealed class Grammar
{
    internal Grammar(ImmutableArray<GrammarSymbol> symbols, ImmutableArray<ImmutableArray<int>> starts, ImmutableArray<bool> isNullable, ImmutableArray<int> ranks, int root)
    {
        Symbols = symbols;
        Starts = starts;
        IsNullable = isNullable;
        Ranks = ranks;
        Root = root;
    }

    /// <summary>What it takes in memory, in bytes: estimated.</summary>
    internal long Bytes => (12L * Symbols.Length) + (40L * Starts.Length);

    /// <summary>All alternatives, one behind the other, each with an end. The first symbol is an end that belongs to none.</summary>
    internal ImmutableArray<GrammarSymbol> Symbols { get; }

    /// <summary>For each rule where its alternatives begin.</summary>
    internal ImmutableArray<ImmutableArray<int>> Starts { get; }

    /// <summary>For each rule whether it can be empty.</summary>
    internal ImmutableArray<bool> IsNullable { get; }

    /// <summary>For each rule a number that is lower than those of all rules that it can begin with.</summary>
    internal ImmutableArray<int> Ranks { get; }

    /// <summary>The rule that whole texts follow.</summary>
    internal int Root { get; }
}
