namespace OpenGradient.Execution.LanguageModels;

/// <summary>The bytes of all tokens as a tree, so that what tokens begin with in common is read once.</summary>
/// <remarks>Nodes lie in the order in which a walk meets them; a subtree that is not to be walked is left out in one step. Immutable.</remarks>
public sealed class VocabularyTrie
{
    private const int MaximumDepth = 1024;

    private readonly List<byte> _labels = [];
    private readonly List<int> _ends = [];
    private readonly List<int> _depths = [];
    private readonly List<int> _firstTokens = [];
    private readonly int[] _tokens;

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
        for (int node = 0; node < _labels.Count;)
        {
            int depth = _depths[node];
            GrammarState state = machine.Step(path[depth], _labels[node]);
            if (machine.Work - before > workLimit)
                return false;
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

    private void Build(TokenBytes bytesOf)
    {
        List<int> path = [];
        ReadOnlySpan<byte> previous = [];
        for (int place = 0; place < _tokens.Length; place++)
        {
            ReadOnlySpan<byte> bytes = bytesOf(_tokens[place]).Span;
            int common = bytes.CommonPrefixLength(previous);
            Leave(path, common);
            for (int depth = common; depth < bytes.Length; depth++)
            {
                path.Add(_labels.Count);
                _labels.Add(bytes[depth]);
                _ends.Add(0);
                _depths.Add(depth);
                _firstTokens.Add(depth == bytes.Length - 1 ? place : -1);
            }

            previous = bytes;
        }

        Leave(path, 0);
        FillFirstTokens();
    }

    /// <summary>Ends the nodes below a depth.</summary>
    private void Leave(List<int> path, int depth)
    {
        for (int i = depth; i < path.Count; i++)
            _ends[path[i]] = _labels.Count;
        path.RemoveRange(depth, path.Count - depth);
    }

    /// <summary>A node without tokens begins where the next one with some does.</summary>
    private void FillFirstTokens()
    {
        _firstTokens.Add(_tokens.Length);
        for (int node = _firstTokens.Count - 2; node >= 0; node--)
        {
            if (_firstTokens[node] < 0)
                _firstTokens[node] = _firstTokens[node + 1];
        }
    }
}
