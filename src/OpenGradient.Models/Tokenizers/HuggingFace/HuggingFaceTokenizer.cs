using System.Text.Json;
using OpenGradient.Models.Tokenizers.Models;
using OpenGradient.Models.Tokenizers.Words;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tokenizers.HuggingFace;

/// <summary>Builds a <see cref="Tokenizer"/> from <c>tokenizer.json</c>, the format of the Hugging Face tokenizers library.</summary>
/// <remarks>
/// The file names the steps, and each becomes the same step that GGUF vocabularies use. What is not known is refused by name:
/// a tokenizer that is nearly right gives a model that is nearly right.
/// </remarks>
internal static class HuggingFaceTokenizer
{
    private const int DepthLimit = 64;

    /// <summary>Builds the tokenizer.</summary>
    /// <param name="json">The bytes of <c>tokenizer.json</c>.</param>
    /// <param name="config">The bytes of <c>tokenizer_config.json</c>, which names the begin and end tokens and may change what BERT drops; may be empty.</param>
    /// <exception cref="InvalidInputException">The file does not parse, contradicts itself, or has a step that is not supported.</exception>
    public static Tokenizer Create(ReadOnlyMemory<byte> json, ReadOnlyMemory<byte> config = default)
    {
        using JsonDocument settings = Parse(config.IsEmpty ? "{}"u8.ToArray() : config, "tokenizer_config.json");
        JsonPart names = new(settings.RootElement, "");
        return Create(json, names, vocabulary => (Named(names["bos_token"], vocabulary), Named(names["eos_token"], vocabulary)));
    }

    /// <summary>Builds the tokenizer; the begin and end tokens are known.</summary>
    /// <exception cref="InvalidInputException">As above, or there are no such tokens.</exception>
    public static Tokenizer Create(ReadOnlyMemory<byte> json, int? beginToken, int? endToken) => Create(json, new JsonPart(default, ""), vocabulary => Math.Max(beginToken ?? 0, endToken ?? 0) < vocabulary.Count
        ? (beginToken, endToken)
        : throw new InvalidInputException(InvalidInputKind.Invalid, "tokenizer.json", $"It has {vocabulary.Count} tokens, and not those that should begin and end texts."));

    private static Tokenizer Create(ReadOnlyMemory<byte> json, JsonPart config, Func<Vocabulary, (int? Begin, int? End)> frame)
    {
        using JsonDocument document = Parse(json, "tokenizer.json");
        JsonPart root = new(document.RootElement, "");
        ReadNormalizers normalizers = new(root["normalizer"], config);
        ReadWords words = new(root["pre_tokenizer"]);
        ReadDecoder decoder = new(root["decoder"], root["model"], words.IsByteLevel);
        ReadVocabulary tokens = new(root, decoder.Spelling);
        ITokenModel model = ReadModel.Of(root["model"], tokens, words);
        TokenizerParts parts = new(tokens.Vocabulary, new CachedModel(model))
        {
            SpecialTokens = tokens.SpecialTokens,
            Normalizers = normalizers.Steps,
            Words = new WordSplitter(words.Stages),
            DropsFirstBlank = decoder.DropsFirstBlank,
        };
        (int? begin, int? end) = frame(tokens.Vocabulary);
        (var prefix, var suffix) = ReadFrame.Of(root["post_processor"], tokens.Vocabulary);
        return new Tokenizer(parts)
        {
            BeginToken = begin,
            EndToken = end,
            Prefix = prefix,
            Suffix = suffix,
        };
    }

    /// <summary>A token named by its text, or by an object that holds it.</summary>
    private static int? Named(JsonPart token, Vocabulary vocabulary)
    {
        JsonPart text = token.IsString ? token : token["content"];
        return text.IsString && vocabulary.TryFind(text.Text, out int id) ? id : null;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DepthLimit });
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException(InvalidInputKind.Malformed, name, "It is not valid JSON.", exception);
        }
    }
}
