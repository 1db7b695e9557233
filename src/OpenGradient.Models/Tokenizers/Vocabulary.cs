using System.Collections.Immutable;
using System.Text;

namespace OpenGradient.Models.Tokenizers;

/// <summary>The tokens of a vocabulary: text as the file writes it, kind, score, and the bytes that each decodes to.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _idOfText;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly byte[]?[] _bytes;
    private readonly string[] _texts;
    private readonly TokenKind[] _kinds;

    public Vocabulary(string[] texts, TokenKind[] kinds, TokenSpelling spelling = TokenSpelling.ByteAlphabet)
    {
        _texts = texts;
        _kinds = kinds;
        Spelling = spelling;
        _bytes = new byte[texts.Length][];
        _idOfText = new Dictionary<string, int>(texts.Length, StringComparer.Ordinal);
        for (int id = 0; id < texts.Length; id++)
            _idOfText.TryAdd(texts[id], id);
        _lookup = _idOfText.GetAlternateLookup<ReadOnlySpan<char>>();
        LongestText = texts.Length == 0 ? 0 : texts.Max(static text => text.Length);
    }

    /// <summary>How many tokens there are; ids are below it.</summary>
    public int Count => _texts.Length;

    /// <summary>How the tokens are written.</summary>
    public TokenSpelling Spelling { get; }

    /// <summary>The score of each token, where the vocabulary has scores: natural logarithms of probabilities, or ranks.</summary>
    public ImmutableArray<double> Scores { get; init; } = [];

    /// <summary>The length of the longest token in UTF-16 units.</summary>
    public int LongestText { get; }

    /// <summary>The token as the file writes it.</summary>
    public string Text(int id) => _texts[id];

    /// <summary>What the token is for.</summary>
    public TokenKind Kind(int id) => _kinds[id];

    /// <summary>The token's score; 0 in a vocabulary without scores.</summary>
    public double Score(int id) => Scores.IsEmpty ? 0 : Scores[id];

    /// <summary>The id of the first token written so; false if there is none.</summary>
    public bool TryFind(string text, out int id) => _idOfText.TryGetValue(text, out id);

    /// <summary>The id of the first token written so; false if there is none.</summary>
    public bool TryFind(ReadOnlySpan<char> text, out int id)
    {
        // Hashing costs as much as the text is long, and a text may be a megabyte.
        id = 0;
        return text.Length <= LongestText && _lookup.TryGetValue(text, out id);
    }

    /// <summary>Ids of all tokens of a kind.</summary>
    public ImmutableArray<int> OfKind(TokenKind kind) => [.. Enumerable.Range(0, Count).Where(id => _kinds[id] == kind)];

    /// <summary>The bytes that a token decodes to; control, unknown and unused tokens decode to nothing.</summary>
    public ReadOnlyMemory<byte> Bytes(int id) => _bytes[id] ??= Decode(id);

    private byte[] Decode(int id)
    {
        string text = _texts[id];
        if (_kinds[id] == TokenKind.Byte && ByteTokens.TryRead(text, out byte single))
            return [single];
        return _kinds[id] switch
        {
            TokenKind.Control or TokenKind.Unknown or TokenKind.Unused => [],
            TokenKind.UserDefined => Encoding.UTF8.GetBytes(text),
            _ => TokenSpellings.Decode(Spelling, text),
        };
    }
}
