using System.Text;

namespace OpenGradient.Models.Tokenizers.Models;

/// <summary>SentencePiece's unigram model: of all ways to cut the text into tokens, the one with the highest sum of scores.</summary>
/// <remarks>
/// Viterbi over the UTF-8 bytes: time is the text's length times the longest token's. Sums are 64-bit, added from the start of
/// the text; of equal sums the first found wins. Kudo, "Subword Regularization", 2018.
/// </remarks>
internal sealed class UnigramModel : ITokenModel
{
    /// <summary>How much worse than the worst token an unknown character is.</summary>
    private const double UnknownPenalty = 10;

    private readonly Vocabulary _vocabulary;
    private readonly TokenTrie _trie;
    private readonly CharacterFallback? _bytes;
    private readonly int _unknown;
    private readonly double _unknownScore;

    /// <param name="vocabulary">The tokens, with scores.</param>
    /// <param name="unknown">The unknown token.</param>
    /// <param name="bytes">What stands for the bytes of unknown characters, where the vocabulary has that.</param>
    /// <param name="added">Tokens that are found in texts before the model sees them, and that it does not know.</param>
    public UnigramModel(Vocabulary vocabulary, int unknown, CharacterFallback? bytes = null, IReadOnlySet<int>? added = null)
    {
        _vocabulary = vocabulary;
        _unknown = unknown;
        _bytes = bytes;
        int[] ids = [.. Enumerable.Range(0, vocabulary.Count)
            .Where(id => vocabulary.Kind(id) is TokenKind.Normal or TokenKind.UserDefined or TokenKind.Unused && added?.Contains(id) != true)];
        _trie = new TokenTrie(ids.Select(id => (Encoding.UTF8.GetBytes(vocabulary.Text(id)), id)));
        double worst = ids.Where(id => vocabulary.Kind(id) == TokenKind.Normal).Select(vocabulary.Score).DefaultIfEmpty(0).Min();
        _unknownScore = worst - UnknownPenalty;
    }

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> word, List<int> tokens)
    {
        if (word.IsEmpty)
            return;
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(word)];
        Encoding.UTF8.GetBytes(word, bytes);
        Step[] best = new Step[bytes.Length + 1];
        Array.Fill(best, new Step(_unknown, 0, double.NegativeInfinity));
        best[0] = new Step(_unknown, 0, 0);
        for (int start = 0; start < bytes.Length; start += CharacterBytes(bytes[start]))
            Extend(bytes, start, best);
        Trace(bytes, best, tokens);
    }

    /// <summary>Tries every token that begins here, and the unknown one if none is this character alone.</summary>
    private void Extend(ReadOnlySpan<byte> bytes, int start, Step[] best)
    {
        double soFar = best[start].Score;
        int character = CharacterBytes(bytes[start]);
        bool isKnown = false;
        int node = TokenTrie.Root;
        for (int end = start; end < bytes.Length && _trie.TryStep(node, bytes[end], out node);)
        {
            end++;
            if (!_trie.TryGetValue(node, out int token))
                continue;
            isKnown |= end - start == character;
            double score = soFar + (_vocabulary.Kind(token) == TokenKind.UserDefined ? 0 : _vocabulary.Score(token));
            if (score > best[end].Score)
                best[end] = new Step(token, start, score);
        }

        if (!isKnown && soFar + _unknownScore > best[start + character].Score)
            best[start + character] = new Step(_unknown, start, soFar + _unknownScore);
    }

    private void Trace(ReadOnlySpan<byte> bytes, Step[] best, List<int> tokens)
    {
        Stack<(int Token, int Start, int End)> path = new();
        for (int end = bytes.Length; end > 0; end = best[end].Start)
            path.Push((best[end].Token, best[end].Start, end));
        bool wasUnknown = false;
        foreach ((int token, int start, int end) in path)
        {
            if (token == _unknown && _bytes is not null)
            {
                _bytes.Encode(Encoding.UTF8.GetString(bytes[start..end]), ref wasUnknown, tokens);
                continue;
            }

            // Unknown characters in a row are one unknown token.
            if (token != _unknown || !wasUnknown)
                tokens.Add(token);
            wasUnknown = token == _unknown;
        }
    }

    private static int CharacterBytes(byte first) => first switch
    {
        < 0xC0 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        _ => 4,
    };

    private readonly record struct Step(int Token, int Start, double Score);
}
