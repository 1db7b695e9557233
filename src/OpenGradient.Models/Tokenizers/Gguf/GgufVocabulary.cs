using System.Collections.Immutable;
using OpenGradient.Models.Gguf;

namespace OpenGradient.Models.Tokenizers.Gguf;

/// <summary>What the <c>tokenizer.ggml.*</c> keys of a file say, checked.</summary>
internal sealed class GgufVocabulary(GgufMetadata metadata)
{
    private const string Prefix = "tokenizer.ggml.";
    private const string TokensKey = Prefix + "tokens";
    private const string KindsKey = Prefix + "token_type";
    private const string ScoresKey = Prefix + "scores";
    private const string MergesKey = Prefix + "merges";
    private const string MapKey = Prefix + "precompiled_charsmap";

    /// <summary>The texts of all tokens.</summary>
    public string[] Texts { get; } = metadata.Has(TokensKey) ? metadata.Required<string[]>(TokensKey) : [];

    /// <summary>The tokens.</summary>
    public Vocabulary Read(TokenSpelling spelling)
    {
        if (Texts.Length == 0)
            throw GgufError.Invalid(TokensKey, "The file has no tokens.");
        return new Vocabulary(Texts, Kinds(), spelling) { Scores = Scores() };
    }

    /// <summary>A flag, or what holds where the file does not say.</summary>
    public bool Flag(string name, bool otherwise) => metadata.Optional(Prefix + name, otherwise);

    /// <summary>A name, or an empty string where the file does not say.</summary>
    public string Name(string name) => metadata.Optional(Prefix + name, "");

    /// <summary>The name under which the model was published; empty if the file does not say.</summary>
    public string ModelName => metadata.Optional("general.name", "");

    /// <summary>The architecture of the model; empty if the file does not say.</summary>
    public string Architecture => metadata.Optional("general.architecture", "");

    /// <summary>The token of a role such as <c>bos</c>; where the file does not say, <paramref name="otherwise"/> if there is such a token.</summary>
    public int? SpecialToken(string role, int? otherwise = null)
    {
        // Some converters write 2^32 - 1 for "none".
        string key = $"{Prefix}{role}_token_id";
        if (!metadata.TryGet(key, out long token))
            return otherwise < Texts.Length ? otherwise : null;
        if (token == uint.MaxValue)
            return null;
        return token >= 0 && token < Texts.Length ? (int)token : throw GgufError.Invalid(key, $"{token} is not one of the vocabulary's {Texts.Length} tokens.");
    }

    /// <summary>The merges in the order of their ranks.</summary>
    public (string Left, string Right)[] Merges()
    {
        string[] lines = metadata.Required<string[]>(MergesKey);
        (string, string)[] merges = new (string, string)[lines.Length];
        for (int i = 0; i < lines.Length; i++)
        {
            // The blank cannot be the first letter: a token may not be empty.
            int blank = lines[i].IndexOf(' ', Math.Min(1, lines[i].Length));
            merges[i] = blank > 0 && blank < lines[i].Length - 1
                ? (lines[i][..blank], lines[i][(blank + 1)..])
                : throw GgufError.Malformed(MergesKey, $"Merge {i} is not two tokens with a blank between.");
        }

        return merges;
    }

    /// <summary>The character map; empty if the file has none.</summary>
    public byte[] CharacterMap()
    {
        if (!metadata.TryGet(MapKey, out long[] numbers))
            return [];
        byte[] bytes = new byte[numbers.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = numbers[i] is >= sbyte.MinValue and <= byte.MaxValue
                ? unchecked((byte)numbers[i])
                : throw GgufError.Invalid(MapKey, $"{numbers[i]} is no byte.");
        }

        return bytes;
    }

    /// <summary>An error about the kind of pre-tokenizer.</summary>
    public static Exception UnknownPreTokenizer(string name) => GgufError.Unsupported(
        Prefix + "pre", $"The pre-tokenizer '{name}' is not supported; these are: {string.Join(", ", PreTokenizer.Names)}.");

    private TokenKind[] Kinds()
    {
        if (!metadata.TryGet(KindsKey, out long[] numbers))
            numbers = [.. Enumerable.Repeat((long)TokenKind.Normal, Texts.Length)];
        if (numbers.Length != Texts.Length)
            throw GgufError.Invalid(KindsKey, $"It has {numbers.Length} entries for {Texts.Length} tokens.");
        bool isOfTools = Texts.Contains("<|tool_response>");
        return [.. numbers.Select((number, token) => number switch
        {
            // Some converters leave them normal; llama.cpp takes them for what they are, but for the end of texts where turns end otherwise.
            _ when EndOfTurn.IsText(Texts[token]) && !(isOfTools && Texts[token] == "</s>") => TokenKind.Control,
            // Some converters leave padding without a type.
            0 => TokenKind.Unused,
            >= 1 and <= 6 => (TokenKind)number,
            _ => throw GgufError.Invalid(KindsKey, $"There is no token type {number}."),
        })];
    }

    private ImmutableArray<double> Scores()
    {
        if (!metadata.Has(ScoresKey))
            return [];
        double[] scores = metadata.Required<object>(ScoresKey) is long[] integers
            ? [.. integers.Select(static score => (double)score)]
            : metadata.Required<double[]>(ScoresKey);
        if (scores.Length != Texts.Length)
            throw GgufError.Invalid(ScoresKey, $"It has {scores.Length} entries for {Texts.Length} tokens.");
        return [.. scores.Select(static score => !double.IsNaN(score) ? score : throw GgufError.Invalid(ScoresKey, $"{score} is no score."))];
    }
}
