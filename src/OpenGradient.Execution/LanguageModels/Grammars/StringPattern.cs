using System.Collections.Immutable;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A JSON string whose text an automaton accepts: each character in the one form that RFC 8785 gives it.</summary>
internal static class StringPattern
{
    private static readonly CodePointSet Escaped = CodePointSet.Of((0, 0x1F), ('"', '"'), ('\\', '\\'));

    /// <summary>The quotes and what stands between them: what all automata accept.</summary>
    /// <exception cref="OpenGradient.Primitives.InvalidInputException">It comes to too many states.</exception>
    public static ImmutableArray<GrammarSymbol> Quoted(GrammarBuilder builder, string name, ImmutableArray<CharacterAutomaton> automata)
    {
        CharacterAutomaton automaton = CharacterAutomaton.OfAll(automata, builder.Budget);
        Dictionary<CodePointSet, GrammarSymbol> characters = [];
        int[] rules = [.. automaton.Steps.Select(_ => builder.Declare(name))];
        for (int state = 0; state < rules.Length; state++)
        {
            if (automaton.Accepts[state])
                builder.Add(rules[state]);
            foreach ((CodePointSet set, int next) in automaton.Steps[state])
            {
                if (!characters.TryGetValue(set, out GrammarSymbol character))
                    characters.Add(set, character = Character(builder, name, set));
                builder.Add(rules[state], character, GrammarSymbol.Call(rules[next]));
            }
        }

        return JsonGrammar.Quote([GrammarSymbol.Call(rules[0])]);
    }

    private static GrammarSymbol Character(GrammarBuilder builder, string name, CodePointSet set)
    {
        GrammarSymbol character = builder.Character(name, set.And(Escaped.Invert()).Ranges.AsSpan());
        foreach ((int low, int high) in set.And(Escaped).Ranges)
        {
            for (int codePoint = low; codePoint <= high; codePoint++)
                builder.Add(character.Rule, GrammarBuilder.Literal(Escape((char)codePoint)).AsSpan());
        }

        return character;
    }

    // RFC 8785 §3.2.2.2: the short form where there is one, else four digits in lower case.
    private static string Escape(char letter) => letter switch
    {
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        '"' or '\\' => $"\\{letter}",
        _ => $"\\u{(int)letter:x4}",
    };
}
