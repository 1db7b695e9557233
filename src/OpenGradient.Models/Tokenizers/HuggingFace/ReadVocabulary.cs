using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tokenizers.HuggingFace;

/// <summary>The tokens of a <c>tokenizer.json</c>: those of the model and those added to it.</summary>
internal sealed class ReadVocabulary
{
    private const int IdLimit = 1 << 21;

    private readonly Dictionary<int, (string Text, double Score)> _tokens = [];

    public ReadVocabulary(JsonPart root, TokenSpelling spelling)
    {
        JsonPart model = root["model"];
        JsonPart vocabulary = model["vocab"];
        if (vocabulary.IsArray)
            ReadScored(vocabulary);
        else
            ReadIds(vocabulary);
        // An added token that the model has too is the model's, whatever id the file gives it, as the library has it.
        Dictionary<string, int> own = new(StringComparer.Ordinal);
        foreach ((int id, (string text, _)) in _tokens)
            own.TryAdd(text, id);
        (JsonPart Token, int Id)[] added = root["added_tokens"].IsMissing ? []
            : [.. root["added_tokens"].Items.Select(token => (token, own.TryGetValue(token["content"].Text, out int id) ? id : token["id"].Integer))];
        foreach ((JsonPart token, int id) in added)
        {
            if (!own.ContainsKey(token["content"].Text) && AddedIds.Add(id))
                Add(token["id"], token["content"].Text, _tokens.GetValueOrDefault(id).Score);
        }

        Vocabulary = Make(model, added, spelling);
        SpecialTokens = [.. added.Select(static entry => new SpecialToken(entry.Id, entry.Token["content"].Text)
        {
            TakesSpaceBefore = entry.Token.Flag("lstrip", false),
            TakesSpaceBehind = entry.Token.Flag("rstrip", false),
            IsWord = entry.Token.Flag("single_word", false),
        })];
    }

    /// <summary>The added tokens that the model does not have.</summary>
    public HashSet<int> AddedIds { get; } = [];

    /// <summary>All tokens.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The added tokens: they are looked for before anything else.</summary>
    public ImmutableArray<SpecialToken> SpecialTokens { get; }

    private void ReadIds(JsonPart vocabulary)
    {
        foreach ((string text, JsonPart id) in vocabulary.Members)
            Add(id, text, 0);
    }

    private void ReadScored(JsonPart vocabulary)
    {
        int id = 0;
        foreach (JsonPart entry in vocabulary.Items)
        {
            JsonPart[] pair = [.. entry.Items];
            if (pair.Length != 2)
                throw entry.Invalid("It is not a token and its score.");
            _tokens[id++] = (pair[0].Text, pair[1].Number);
        }
    }

    private void Add(JsonPart id, string text, double score)
    {
        if (id.Integer is < 0 or >= IdLimit)
            throw new InvalidInputException(InvalidInputKind.TooLarge, id.Path, $"The id {id.Integer} is not between 0 and {IdLimit - 1}.");
        _tokens[id.Integer] = (text, score);
    }

    private Vocabulary Make(JsonPart model, (JsonPart Token, int Id)[] added, TokenSpelling spelling)
    {
        int count = _tokens.Count == 0 ? throw model["vocab"].Invalid("There are no tokens.") : _tokens.Keys.Max() + 1;
        string[] texts = new string[count];
        TokenKind[] kinds = new TokenKind[count];
        bool hasBytes = model.Flag("byte_fallback", false);
        for (int id = 0; id < count; id++)
        {
            // An id that no token has stays empty: nothing encodes to it.
            texts[id] = _tokens.TryGetValue(id, out var token) ? token.Text : "";
            kinds[id] = texts[id].Length == 0 ? TokenKind.Unused : hasBytes && ByteTokens.TryRead(texts[id], out _) ? TokenKind.Byte : TokenKind.Normal;
        }

        foreach ((JsonPart token, int id) in added)
            kinds[id] = token.Flag("special", false) ? TokenKind.Control : TokenKind.UserDefined;
        return new Vocabulary(texts, kinds, spelling)
        {
            Scores = model["vocab"].IsArray ? [.. Enumerable.Range(0, count).Select(id => _tokens.GetValueOrDefault(id).Score)] : [],
        };
    }
}
