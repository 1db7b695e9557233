namespace OpenGradient.Models.Tokenizers;

/// <summary>Finds tokens that stand for themselves in a text: leftmost first, the longest where several begin.</summary>
internal sealed class ControlTokenFinder
{
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<char, int[]> _tokensByFirst;

    public ControlTokenFinder(Vocabulary vocabulary, IEnumerable<int> tokens)
    {
        _vocabulary = vocabulary;
        _tokensByFirst = tokens.Where(id => vocabulary.Text(id).Length > 0)
            .GroupBy(id => vocabulary.Text(id)[0])
            .ToDictionary(static group => group.Key, group => group.OrderByDescending(id => vocabulary.Text(id).Length).ToArray());
    }

    /// <summary>The first token at or after <paramref name="start"/>; false if there is none.</summary>
    public bool TryFindNext(string text, int start, out int index, out int token)
    {
        if (_tokensByFirst.Count > 0)
        {
            for (index = start; index < text.Length; index++)
            {
                if (_tokensByFirst.TryGetValue(text[index], out int[]? candidates) && TryMatch(text, index, candidates, out token))
                    return true;
            }
        }

        index = text.Length;
        token = 0;
        return false;
    }

    private bool TryMatch(string text, int index, int[] candidates, out int token)
    {
        foreach (int candidate in candidates)
        {
            token = candidate;
            if (string.CompareOrdinal(text, index, _vocabulary.Text(candidate), 0, _vocabulary.Text(candidate).Length) == 0)
                return true;
        }

        token = 0;
        return false;
    }
}
