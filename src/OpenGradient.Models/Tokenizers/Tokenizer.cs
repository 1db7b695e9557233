using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;

namespace OpenGradient.Models.Tokenizers;

/// <summary>Text to token ids and back, exactly as the model was trained: byte-level byte-pair encoding.</summary>
/// <remarks>Immutable and safe to use from many threads.</remarks>
public sealed class Tokenizer
{
    private const int CachedWordLetters = 32;
    private const int CachedWords = 16_384;

    private readonly Vocabulary _vocabulary;
    private readonly BytePairMerges _merges;
    private readonly IPreTokenizer _preTokenizer;
    private readonly bool _takesWholeWords;
    private readonly ControlTokenFinder _templateTokens;
    private readonly ControlTokenFinder _messageTokens;
    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private int _wordCount;

    internal Tokenizer(Vocabulary vocabulary, BytePairMerges merges, IPreTokenizer preTokenizer, bool takesWholeWords)
    {
        _vocabulary = vocabulary;
        _merges = merges;
        _preTokenizer = preTokenizer;
        _takesWholeWords = takesWholeWords;
        ImmutableArray<int> userDefined = vocabulary.OfKind(TokenKind.UserDefined);
        _templateTokens = new ControlTokenFinder(vocabulary, [.. vocabulary.OfKind(TokenKind.Control), .. userDefined]);
        _messageTokens = new ControlTokenFinder(vocabulary, userDefined.Where(id => string.IsNullOrWhiteSpace(vocabulary.Text(id))));
    }

    /// <summary>How many tokens there are; every id is below it.</summary>
    public int VocabularySize => _vocabulary.Count;

    /// <summary>The token that begins a text, where the model has one and wants it.</summary>
    public int? BeginToken { get; internal init; }

    /// <summary>The token that ends a text, where the model has one.</summary>
    public int? EndToken { get; internal init; }

    /// <summary>What a token is for.</summary>
    public TokenKind KindOf(int token) => _vocabulary.Kind(token);

    /// <summary>The token as the vocabulary writes it, such as <c>Ġhello</c> or <c>&lt;|im_end|&gt;</c>.</summary>
    public string TextOf(int token) => _vocabulary.Text(token);

    /// <summary>The id of the token that the vocabulary writes so; false if there is none.</summary>
    public bool TryFind(string text, out int token) => _vocabulary.TryFind(text, out token);

    /// <summary>The bytes that a token decodes to: nothing for control tokens, perhaps a part of a character for others.</summary>
    public ReadOnlyMemory<byte> BytesOf(int token) => _vocabulary.Bytes(token);

    /// <summary>Encodes text in which no control token is recognised.</summary>
    public ImmutableArray<int> Encode(string text) => Encode([new PromptSegment(text, IsTemplate: false)]);

    /// <summary>Encodes a rendered prompt; control tokens are recognised only inside what the template wrote.</summary>
    public ImmutableArray<int> Encode(IReadOnlyList<PromptSegment> prompt)
    {
        List<int> tokens = [];
        StringBuilder plain = new();
        foreach (PromptSegment segment in Join(prompt))
        {
            ControlTokenFinder finder = segment.IsTemplate ? _templateTokens : _messageTokens;
            int start = 0;
            while (finder.TryFindNext(segment.Text, start, out int index, out int token))
            {
                plain.Append(segment.Text, start, index - start);
                EncodePlain(plain, tokens);
                tokens.Add(token);
                start = index + _vocabulary.Text(token).Length;
            }

            plain.Append(segment.Text, start, segment.Text.Length - start);
        }

        EncodePlain(plain, tokens);
        return [.. tokens];
    }

    /// <summary>The text of tokens; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        using MemoryStream bytes = new();
        foreach (int token in tokens)
            bytes.Write(BytesOf(token).Span);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>Neighbouring segments of the same origin as one, so that where a template cut its own text does not matter.</summary>
    private static IEnumerable<PromptSegment> Join(IReadOnlyList<PromptSegment> prompt)
    {
        for (int i = 0; i < prompt.Count;)
        {
            StringBuilder text = new(prompt[i].Text);
            bool isTemplate = prompt[i].IsTemplate;
            for (i++; i < prompt.Count && prompt[i].IsTemplate == isTemplate; i++)
                text.Append(prompt[i].Text);
            yield return new PromptSegment(text.ToString(), isTemplate);
        }
    }

    private void EncodePlain(StringBuilder plain, List<int> tokens)
    {
        if (plain.Length == 0)
            return;
        Rune[] text = [.. plain.ToString().EnumerateRunes()];
        plain.Clear();
        List<int> lengths = [];
        _preTokenizer.Split(text, lengths);
        int start = 0;
        foreach (int length in lengths)
        {
            EncodeWord(ByteAlphabet.Encode(text.AsSpan(start, length)), tokens);
            start += length;
        }
    }

    private void EncodeWord(string word, List<int> tokens)
    {
        if (_words.TryGetValue(word, out int[]? known))
        {
            tokens.AddRange(known);
            return;
        }

        int first = tokens.Count;
        if (_takesWholeWords && _vocabulary.TryFind(word, out int whole))
            tokens.Add(whole);
        else if (ByteAlphabet.TryDecode(word, out byte[] bytes))
            _merges.Encode(bytes, tokens);
        if (word.Length <= CachedWordLetters && _wordCount < CachedWords && _words.TryAdd(word, [.. tokens.Skip(first)]))
            Interlocked.Increment(ref _wordCount);
    }
}
