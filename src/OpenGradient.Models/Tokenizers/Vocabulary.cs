using System.Collections.Immutable;
using System.Text;

namespace OpenGradient.Models.Tokenizers;

/// <summary>The tokens of a byte-level vocabulary: text as the file writes it, kind, and the bytes that each decodes to.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _idOfText;
    private readonly byte[]?[] _bytes;
    private readonly string[] _texts;
    private readonly TokenKind[] _kinds;

    public Vocabulary(string[] texts, TokenKind[] kinds)
    {
        _texts = texts;
        _kinds = kinds;
        _bytes = new byte[texts.Length][];
        _idOfText = new Dictionary<string, int>(texts.Length, StringComparer.Ordinal);
        for (int id = 0; id < texts.Length; id++)
            _idOfText.TryAdd(texts[id], id);
    }

    /// <summary>How many tokens there are; ids are below it.</summary>
    public int Count => _texts.Length;

    /// <summary>The token as the file writes it.</summary>
    public string Text(int id) => _texts[id];

    /// <summary>What the token is for.</summary>
    public TokenKind Kind(int id) => _kinds[id];

    /// <summary>The id of the first token written so; false if there is none.</summary>
    public bool TryFind(string text, out int id) => _idOfText.TryGetValue(text, out id);

    /// <summary>Ids of all tokens of a kind.</summary>
    public ImmutableArray<int> OfKind(TokenKind kind) => [.. Enumerable.Range(0, Count).Where(id => _kinds[id] == kind)];

    /// <summary>The bytes that a token decodes to; control, unknown and unused tokens decode to nothing.</summary>
    public ReadOnlyMemory<byte> Bytes(int id) => _bytes[id] ??= Decode(id);

    private byte[] Decode(int id) => _kinds[id] switch
    {
        TokenKind.Control or TokenKind.Unknown or TokenKind.Unused => [],
        TokenKind.UserDefined => Encoding.UTF8.GetBytes(_texts[id]),
        _ => ByteAlphabet.TryDecode(_texts[id], out byte[] bytes) ? bytes : Encoding.UTF8.GetBytes(_texts[id]),
    };
}
