using System.Collections.Immutable;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A grammar together with the tokens that its texts are written in.</summary>
/// <remarks>Safe for use from many threads: what was worked out for one answer serves every other.</remarks>
/// <param name="grammar">The texts.</param>
/// <param name="vocabulary">The tokens.</param>
/// <param name="endTokens">Tokens that end an answer: they may come where a text may end, and nowhere else.</param>
public sealed class TokenGrammar(Grammar grammar, VocabularyTrie vocabulary, ImmutableArray<int> endTokens)
{
    /// <summary>The usual <see cref="WorkLimit"/>.</summary>
    public const long DefaultWorkLimit = 1 << 19;

    private const int MaximumMasks = 256;

    private readonly Lock _gate = new();
    private readonly GrammarMachine _machine = new(grammar);
    private readonly Dictionary<GrammarState, TokenMask> _masks = [];

    /// <summary>How many steps one token may take to prepare; an answer that needs more ends as aborted.</summary>
    /// <remarks>An aborted answer is run again to where it ended, so whoever runs it again sets no limit: it must not end before.</remarks>
    public long WorkLimit { get; init; } = DefaultWorkLimit;

    /// <summary>Before the first token.</summary>
    internal GrammarState Begin()
    {
        lock (_gate)
            return _machine.Begin();
    }

    /// <summary>Whether a token ends the answer.</summary>
    internal bool Ends(int token) => endTokens.Contains(token);

    /// <summary>After a token more.</summary>
    internal GrammarState Read(GrammarState state, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            foreach (byte value in bytes)
                state = _machine.Step(state, value);
            return state;
        }
    }

    /// <summary>Which tokens may come next; null if finding out takes too much.</summary>
    /// <param name="state">How far the answer has come; exchanged for an equal state when the machine forgets the others.</param>
    internal TokenMask? FindMask(ref GrammarState state)
    {
        lock (_gate)
        {
            if (_masks.TryGetValue(state, out TokenMask known))
                return known;
            if (_masks.Count == MaximumMasks)
                _masks.Clear();
            state = _machine.Trim(state);
            ulong[] words = new ulong[(vocabulary.TokenCount + 63) / 64];
            if (!vocabulary.TryFind(_machine, state, WorkLimit, words))
                return null;
            foreach (int token in endTokens)
                SetEnd(words, token, state.IsComplete);
            return _masks[state] = new TokenMask(words);
        }
    }

    private static void SetEnd(ulong[] words, int token, bool isAllowed)
    {
        if (token >> 6 >= words.Length)
            return;
        words[token >> 6] &= ~(1UL << token);
        if (isAllowed)
            words[token >> 6] |= 1UL << token;
    }
}
