namespace OpenGradient.Execution.LanguageModels;

/// <summary>The slices of a vocabulary that were asked for last; all grammars over it share them.</summary>
/// <remarks>Safe for use from many threads.</remarks>
/// <param name="vocabulary">The tokens.</param>
internal sealed class TokenSlices(VocabularyTrie vocabulary)
{
    private const int MostSlices = 8;

    private readonly Lock _gate = new();
    private readonly LinkedList<TokenSlice> _slices = []; // the one used last first

    /// <summary>The tokens that consist of an alphabet.</summary>
    public TokenSlice Find(ByteAlphabet alphabet)
    {
        lock (_gate)
        {
            LinkedListNode<TokenSlice>? node = _slices.First;
            while (node is not null && node.Value.Alphabet != alphabet)
                node = node.Next;
            if (node is not null)
                _slices.Remove(node);
            else if (_slices.Count == MostSlices)
                _slices.RemoveLast();
            node ??= new LinkedListNode<TokenSlice>(new TokenSlice(alphabet, vocabulary));
            _slices.AddFirst(node);
            return node.Value;
        }
    }
}
