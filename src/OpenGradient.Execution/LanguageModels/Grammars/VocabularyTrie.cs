namespace OpenGradient.Execution.LanguageModels;

/// <summary>The bytes of all tokens as a tree, so that what tokens begin with in common is read once.</summary>
/// <remarks>Nodes lie in the order in which a walk meets them; a subtree that is not to be walked is left out in one step. Immutable.</remarks>
public sealed class VocabularyTrie
{
    private const int MaximumDepth = 1024;

    private readonly int[] _tokens;
    private readonly byte[] _labels;
    private readonly int[] _ends;
    private readonly int[] _depths;
    private readonly int[] _firstTokens;

    /// <summary>Builds the tree; tokens without bytes, or with more than 1,024, are not in it.</summary>
    /// <param name="tokenCount">Tokens are the numbers below.</param>
    /// <param name="bytesOf">What they decode to.</param>
    public VocabularyTrie(int tokenCount, TokenBytes bytesOf)
    {
        ArgumentNullException.ThrowIfNull(bytesOf);
        TokenCount = tokenCount;
        _tokens = [.. Enumerable.Range(0, tokenCount).Where(token => bytesOf(token).Length is > 0 and <= MaximumDepth)];
        Array.Sort(_tokens, (left, right) =>
        {
            int order = bytesOf(left).Span.SequenceCompareTo(bytesOf(right).Span);
            return order != 0 ? order : left.CompareTo(right);
        });
        int nodeCount = CountNodes(bytesOf);
        _labels = new byte[nodeCount];
        _ends = new int[nodeCount];
        _depths = new int[nodeCount];
        _firstTokens = new int[nodeCount + 1];
        Build(bytesOf);
    }

    /// <summary>How many tokens the vocabulary has.</summary>
    public int TokenCount { get; }

    /// <summary>The tokens after which a text of the grammar can still be reached, as bits.</summary>
    /// <returns>False if that takes more than <paramref name="workLimit"/>.</returns>
    internal bool TryFind(GrammarMachine machine, GrammarState begin, long workLimit, Span<ulong> allowed)
    {
        GrammarState[] path = new GrammarState[MaximumDepth + 1];
        path[0] = begin;
        long before = machine.Work;
        for (int node = 0; node < _labels.Length;)
        {
            int depth = _depths[node];
            GrammarState? state = path[depth].Next[_labels[node]];
            if (state is null)
            {
                state = machine.Step(path[depth], _labels[node]);
                if (machine.Work - before > workLimit)
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
