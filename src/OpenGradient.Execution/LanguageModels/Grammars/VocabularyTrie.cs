namespace OpenGradient.Execution.LanguageModels;

/// <summary>The bytes of all tokens as a tree, so that what tokens begin with in common is read once.</summary>
/// <remarks>Nodes lie in the order in which a walk meets them; a subtree that is not to be walked is left out in one step. Immutable.</remarks>
public sealed class VocabularyTrie
{
    /// <summary>Tokens with more bytes are never allowed by a grammar: spec/exec-1, section 15.</summary>
    internal const int MaxPieceBytes = 1024;

    private readonly TokenBytes _bytesOf;
    private readonly int[] _tokens; // by their bytes
    private readonly byte[] _labels;
    private readonly int[] _ends;
    private readonly int[] _depths;
    private readonly int[] _firstTokens;
    private readonly int _height;

    /// <summary>Builds the tree; tokens without bytes, or with more than 1,024, are not in it.</summary>
    /// <param name="tokenCount">Tokens are the numbers below.</param>
    /// <param name="bytesOf">What they decode to.</param>
    public VocabularyTrie(int tokenCount, TokenBytes bytesOf)
        : this(tokenCount, Sort(tokenCount, bytesOf), bytesOf)
    {
    }

    private VocabularyTrie(int tokenCount, int[] sortedTokens, TokenBytes bytesOf)
    {
        TokenCount = tokenCount;
        _bytesOf = bytesOf;
        _tokens = sortedTokens;
        int nodeCount = CountNodes(bytesOf);
        _labels = new byte[nodeCount];
        _ends = new int[nodeCount];
        _depths = new int[nodeCount];
        _firstTokens = new int[nodeCount + 1];
        Build(bytesOf);
        _height = nodeCount == 0 ? 0 : _depths.Max() + 1;
        Slices = new TokenSlices(this);
    }

    /// <summary>How many tokens the vocabulary has.</summary>
    public int TokenCount { get; }

    /// <summary>The tokens in the tree, by their bytes.</summary>
    internal ReadOnlySpan<int> Tokens => _tokens;

    /// <summary>What its tables take in memory, in bytes.</summary>
    internal long Bytes => sizeof(int) * (long)(_tokens.Length + _ends.Length + _depths.Length + _firstTokens.Length) + _labels.Length;

    /// <summary>Its parts by what tokens consist of.</summary>
    internal TokenSlices Slices { get; }

    /// <summary>What a token decodes to.</summary>
    internal ReadOnlySpan<byte> BytesOf(int token) => _bytesOf(token).Span;

    /// <summary>The tree of some of its tokens, which are given in its order.</summary>
    internal VocabularyTrie Only(int[] tokens) => new(TokenCount, tokens, _bytesOf);

    /// <summary>The tokens after which a text of the grammar can still be reached, as bits.</summary>
    /// <returns>False if the machine's work is spent before they are found.</returns>
    internal bool TryFind(GrammarMachine machine, GrammarState begin, Span<ulong> allowed)
    {
        if (machine.IsSpent)
            return false;
        GrammarState[] path = new GrammarState[_height + 1];
        path[0] = begin;
        for (int node = 0; node < _labels.Length;)
        {
            int depth = _depths[node];
            GrammarState? state = path[depth].After(_labels[node]);
            if (state is null)
            {
                state = machine.Step(path[depth], _labels[node]);
                if (machine.IsSpent)
                    return false;
            }

            if (state.IsDead)
            {
                node = _ends[node];
                continue;
            }

            path[depth + 1] = state;
            for (int place = _firstTokens[node]; place < _firstTokens[node + 1]; place++)
                allowed[_tokens[place] / 64] |= 1UL << _tokens[place];
            node++;
        }

        return true;
    }

    private static int[] Sort(int tokenCount, TokenBytes bytesOf)
    {
        ArgumentNullException.ThrowIfNull(bytesOf);
        int[] tokens = [.. Enumerable.Range(0, tokenCount).Where(token => bytesOf(token).Length is > 0 and <= MaxPieceBytes)];
        Array.Sort(tokens, (left, right) =>
        {
            int order = bytesOf(left).Span.SequenceCompareTo(bytesOf(right).Span);
            return order != 0 ? order : left.CompareTo(right);
        });
        return tokens;
    }

    /// <summary>Fills the nodes, in the order of the tokens' bytes.</summary>
    private void Build(TokenBytes bytesOf)
    {
        List<int> path = [];
        ReadOnlySpan<byte> previous = [];
        int node = 0;
        for (int place = 0; place < _tokens.Length; place++)
        {
            ReadOnlySpan<byte> bytes = bytesOf(_tokens[place]).Span;
            Leave(path, bytes.CommonPrefixLength(previous), node);
            for (int depth = path.Count; depth < bytes.Length; depth++)
            {
                path.Add(node);
                _labels[node] = bytes[depth];
                _depths[node] = depth;
                _firstTokens[node++] = depth == bytes.Length - 1 ? place : -1;
            }

            previous = bytes;
        }

        Leave(path, 0, node);

        // A node without a token of its own begins where the next one does.
        _firstTokens[node] = _tokens.Length;
        for (int i = node - 1; i >= 0; i--)
            _firstTokens[i] = _firstTokens[i] < 0 ? _firstTokens[i + 1] : _firstTokens[i];
    }

    /// <summary>Ends the nodes below a depth.</summary>
    private void Leave(List<int> path, int depth, int end)
    {
        for (int i = depth; i < path.Count; i++)
            _ends[path[i]] = end;
        path.RemoveRange(depth, path.Count - depth);
    }

    /// <summary>Each byte of a token that the one before has not in the same place after the same beginning.</summary>
    private int CountNodes(TokenBytes bytesOf)
    {
        int count = 0;
        ReadOnlySpan<byte> previous = [];
        foreach (int token in _tokens)
        {
            ReadOnlySpan<byte> bytes = bytesOf(token).Span;
            count += bytes.Length - bytes.CommonPrefixLength(previous);
            previous = bytes;
        }

        return count;
    }
}
