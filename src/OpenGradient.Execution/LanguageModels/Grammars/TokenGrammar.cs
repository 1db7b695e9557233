using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

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

    private const int MostSlices = 4;

    private readonly Lock _gate = new();
    private readonly GrammarMachine _machine = new(grammar);
    private readonly Dictionary<ByteAlphabet, TokenSlice> _slices = [];
    private long _bytes;

    /// <summary>How many steps one token may take to prepare; an answer that needs more ends as aborted.</summary>
    public long WorkLimit { get; init; } = DefaultWorkLimit;

    /// <summary>How many steps all tokens together may take; null, which is usual, for any number.</summary>
    /// <remarks>
    /// For whoever runs one answer again and makes the grammar for it alone: steps are counted from nothing then, so that a limit is
    /// reached at the same token on every machine, or nowhere. Beyond this limit or <see cref="WorkLimit"/> nothing is known of such an answer: it
    /// does not end as aborted.
    /// </remarks>
    public long? TotalWorkLimit { get; init; }

    /// <summary>What it takes in memory, in bytes: estimated, as of the last token, without the vocabulary.</summary>
    public long Bytes => grammar.Bytes + Interlocked.Read(ref _bytes);

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
    /// <exception cref="WorkLimitException">It takes too much, and there is a <see cref="TotalWorkLimit"/>.</exception>
    internal TokenMask? FindMask(ref GrammarState state)
    {
        lock (_gate)
        {
            state = _machine.Trim(state);
            if (state.Mask is { } known)
                return known;
            _machine.WorkEnd = FindWorkEnd();
            bool isFound = TryFind(state, out ulong[]? words);
            Interlocked.Exchange(ref _bytes, _machine.Bytes + _slices.Values.Sum(static slice => slice.Bytes));
            if (!isFound)
                return TotalWorkLimit is null ? null : throw new WorkLimitException($"To follow the grammar takes more than {_machine.WorkEnd} steps.");
            foreach (int token in endTokens)
                SetEnd(ref words!, token, state.IsComplete);
            _machine.Keep(sizeof(ulong) * (long)words!.Length);
            state.Mask = new TokenMask(words);
            return state.Mask;
        }
    }

    private long FindWorkEnd()
    {
        long end = WorkLimit < long.MaxValue - _machine.Work ? _machine.Work + WorkLimit : long.MaxValue;
        return Math.Min(end, TotalWorkLimit ?? long.MaxValue);
    }

    /// <summary>Takes what all tokens of one alphabet have in common in one piece, and reads the others; reads all if they have nothing in common.</summary>
    private bool TryFind(GrammarState state, [NotNullWhen(true)] out ulong[]? words)
    {
        if (ByteAlphabet.Of(_machine, state) is { } alphabet && Reach(state, alphabet) is int length && FindSlice(alphabet) is { } slice)
        {
            words = slice.CopyUpTo(length);
            return slice.Others.TryFind(_machine, state, words);
        }

        words = new ulong[TokenMask.WordCount(vocabulary.TokenCount)];
        return vocabulary.TryFind(_machine, state, words);
    }

    /// <summary>The tokens of an alphabet; null if the grammar has too many alphabets, because a slice is dear to make.</summary>
    private TokenSlice? FindSlice(ByteAlphabet alphabet)
    {
        if (!_slices.TryGetValue(alphabet, out TokenSlice? slice) && _slices.Count < MostSlices)
            _slices.Add(alphabet, slice = vocabulary.Slices.Find(alphabet));
        return slice;
    }

    /// <summary>How many characters of the alphabet can come, whichever they are, before none can; null if it depends on them.</summary>
    private int? Reach(GrammarState state, ByteAlphabet alphabet)
    {
        for (int length = 0; length < TokenSlice.MaximumLength; length++)
        {
            GrammarState? next = alphabet.Follow(_machine, state);
            if (next is null || next.IsDead)
                return next is null ? null : length;
            if (next == state)
                break;
            state = next;
        }

        return TokenSlice.MaximumLength;
    }

    /// <summary>An end token may be one of the model's that the vocabulary does not reach to.</summary>
    private static void SetEnd(ref ulong[] words, int token, bool isAllowed)
    {
        if (token >> 6 >= words.Length)
            Array.Resize(ref words, TokenMask.WordCount(token + 1));
        words[token >> 6] &= ~(1UL << token);
        if (isAllowed)
            words[token >> 6] |= 1UL << token;
    }
}
