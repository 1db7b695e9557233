using System.Collections.Immutable;
using System.Text;
using OpenGradient.Models.Tokenizers.Text;
using OpenGradient.Models.Tokenizers.Words;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tokenizers;

/// <summary>Text to token ids and back, exactly as the model was trained.</summary>
/// <remarks>
/// Special tokens are cut out; what lies between them is rewritten, cut into words, and each word goes through the model of the
/// vocabulary: byte-pair encoding, unigram or WordPiece. The ids depend on nothing but the vocabulary and the text: the Unicode
/// data is this project's own. Immutable and safe to use from many threads.
/// </remarks>
public sealed class Tokenizer
{
    private const int GrowthLimit = 64;
    private const int LeastGrowth = 1 << 16;

    private readonly Vocabulary _vocabulary;
    private readonly TokenizerParts _parts;
    private readonly SpecialTokenFinder _allTokens;
    private readonly SpecialTokenFinder _userTokens;
    private readonly SpecialTokenFinder _messageTokens;

    internal Tokenizer(TokenizerParts parts)
    {
        _parts = parts;
        _vocabulary = parts.Vocabulary;
        SpecialToken[] user = [.. parts.SpecialTokens.Where(token => _vocabulary.Kind(token.Id) == TokenKind.UserDefined)];
        _allTokens = new SpecialTokenFinder(parts.SpecialTokens);
        _userTokens = new SpecialTokenFinder(user);
        _messageTokens = new SpecialTokenFinder(user.Where(static token => string.IsNullOrWhiteSpace(token.Text)));
    }

    /// <summary>How many tokens there are; every id is below it.</summary>
    public int VocabularySize => _vocabulary.Count;

    /// <summary>The token that begins a text, where the model has one.</summary>
    public int? BeginToken { get; internal init; }

    /// <summary>The token that ends a text, where the model has one.</summary>
    public int? EndToken { get; internal init; }

    /// <summary>The tokens that the model wants before a whole text.</summary>
    public ImmutableArray<int> Prefix { get; internal init; } = [];

    /// <summary>The tokens that the model wants behind a whole text.</summary>
    public ImmutableArray<int> Suffix { get; internal init; } = [];

    /// <summary>What a token is for.</summary>
    public TokenKind KindOf(int token) => _vocabulary.Kind(token);

    /// <summary>The token as the vocabulary writes it, such as <c>Ġhello</c> or <c>&lt;|im_end|&gt;</c>.</summary>
    public string TextOf(int token) => _vocabulary.Text(token);

    /// <summary>The id of the token that the vocabulary writes so; false if there is none.</summary>
    public bool TryFind(string text, out int token) => _vocabulary.TryFind(text, out token);

    /// <summary>The bytes that a token decodes to: nothing for control tokens, perhaps a part of a character for others.</summary>
    /// <remarks>The bytes of tokens in a row are the text: so an answer can be passed on while it is made.</remarks>
    public ReadOnlyMemory<byte> BytesOf(int token) => _vocabulary.Bytes(token);

    /// <summary>Encodes a text without <see cref="Prefix"/> and <see cref="Suffix"/>.</summary>
    /// <param name="text">The text; half surrogate pairs count as U+FFFD.</param>
    /// <param name="recognisesControl">
    /// Whether control tokens written in it, such as <c>&lt;|im_end|&gt;</c>, are those tokens. User-defined tokens always are.
    /// </param>
    public ImmutableArray<int> Encode(string text, bool recognisesControl = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Encode([(text, recognisesControl ? _allTokens : _userTokens)]);
    }

    /// <summary>Encodes a rendered prompt; control tokens are recognised only inside what the template wrote.</summary>
    public ImmutableArray<int> Encode(IReadOnlyList<PromptSegment> prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return Encode(Join(prompt).Select(segment => (segment.Text, segment.IsTemplate ? _allTokens : _messageTokens)));
    }

    /// <summary>The text of tokens; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        using MemoryStream bytes = new();
        foreach (int token in tokens)
            bytes.Write(BytesOf(token).Span);
        ReadOnlySpan<byte> text = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        bool hasAddedBlank = _parts.DropsFirstBlank && !text.IsEmpty && text[0] == ' ';
        return Encoding.UTF8.GetString(hasAddedBlank ? text[1..] : text);
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

    private ImmutableArray<int> Encode(IEnumerable<(string Text, SpecialTokenFinder Finder)> segments)
    {
        List<int> tokens = [];
        StringBuilder plain = new();
        foreach ((string text, SpecialTokenFinder finder) in segments)
        {
            int start = 0;
            while (finder.TryFindNext(text, start, out TextPiece piece, out int token))
            {
                plain.Append(text, start, piece.Start - start);
                EncodePlain(plain, tokens);
                tokens.Add(token);
                start = piece.End;
            }

            plain.Append(text, start, text.Length - start);
        }

        EncodePlain(plain, tokens);
        return [.. tokens];
    }

    private void EncodePlain(StringBuilder plain, List<int> tokens)
    {
        if (plain.Length == 0)
            return;
        string text = WithoutHalfPairs(plain.ToString());
        plain.Clear();
        long limit = ((long)text.Length * GrowthLimit) + LeastGrowth;
        bool isStart = tokens.Count == 0;
        foreach (ITextNormalizer normalizer in _parts.Normalizers)
        {
            text = normalizer.Normalize(text, isStart);
            if (text.Length > limit)
                throw new InvalidInputException(InvalidInputKind.TooLarge, "tokenizer", $"It makes text more than {GrowthLimit} times as long.");
        }

        if (text.Length == 0)
            return;
        TextWords words = _parts.Words.Split(text, isStart);
        foreach (TextPiece word in words.Words)
            _parts.Model.Encode(words.Text.AsSpan(word.Start, word.Length), tokens);
    }

    private static string WithoutHalfPairs(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return text;
        StringBuilder whole = new(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (Rune rune in text.EnumerateRunes())
            whole.Append(units[..rune.EncodeToUtf16(units)]);
        return whole.ToString();
    }
}
