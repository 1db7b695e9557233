using System.Collections.Immutable;
using OpenGradient.Models.Decoders;
using OpenGradient.Models.Encoders;
using OpenGradient.Models.Files;
using OpenGradient.Models.Safetensors;
using OpenGradient.Models.Templates;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Models.Tokenizers.HuggingFace;
using OpenGradient.Primitives;

namespace OpenGradient.Models.HuggingFace;

/// <summary>Opens models that consist of a <c>config.json</c>, safetensors files and a <c>tokenizer.json</c>, as the Hugging Face libraries write them.</summary>
internal static class FolderModelReader
{
    /// <summary>The tokenizer.</summary>
    public const string TokenizerJson = "tokenizer.json";

    private const string TemplateText = "chat_template.jinja";
    private const string TokenizerConfig = "tokenizer_config.json";
    private const string GenerationConfig = "generation_config.json";

    /// <summary>Whether a file begins like a <c>config.json</c>.</summary>
    public static bool IsConfig(ReadOnlySpan<byte> head) => head.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    /// <summary>Maps the files and compiles the model.</summary>
    /// <param name="configPath">The file <c>config.json</c>, under whatever name.</param>
    /// <param name="stored">Where the other files are, by their names; null if they lie beside it.</param>
    /// <exception cref="InvalidInputException">A file is malformed or not supported; the subject names the file, and the member or tensor.</exception>
    public static OpenedModel Open(string configPath, IReadOnlyDictionary<string, string>? stored)
    {
        var folder = new ModelFolder(configPath, stored);
        try
        {
            return Open(folder, Path.GetFileName(configPath));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The files other than <c>config.json</c> of the model.</summary>
    public static ImmutableArray<string> DataFiles(string configPath)
    {
        using var folder = new ModelFolder(configPath, stored: null);
        return [.. FolderWeights.Files(folder).Concat(ModelFolder.Beside.Where(folder.Has)).Order(StringComparer.Ordinal)];
    }

    private static OpenedModel Open(ModelFolder folder, string configName)
    {
        var config = ModelConfig.Read(folder);
        return ConfigEncoder.FormOf(config) is { } encoder ? OpenEncoder(folder, config, encoder, configName) : OpenDecoder(folder, config, configName);
    }

    private static OpenedModel OpenDecoder(ModelFolder folder, ModelConfig whole, string configName)
    {
        (ModelConfig config, bool isPart) = ConfigTextPart.Of(whole);
        (DecoderSettings settings, HuggingFaceForm form, StoredTensor? factors) = ConfigDecoder.Read(config);
        form = form with { IsTextPart = isPart };
        FolderTensors tensors = new(form, settings.HeadCount, settings.HeadDim, config.Flag("tie_word_embeddings", form.TiesEmbeddings), FolderWeights.Name(folder));
        DecoderProgram decoder = Compile(tensors, FolderWeights.Open(folder), read => DecoderCompiler.Compile(settings, factors is null ? read : read.Append(factors)));
        Tokenizer? tokenizer = OpenTokenizer(folder, decoder.VocabularySize);
        ImmutableArray<int> ends = tokenizer is null ? [] : EndOfTurn.Tokens(tokenizer, EndTokens(folder, config, decoder.VocabularySize));
        ChatTemplate? template = tokenizer is null ? null : OpenTemplate(folder);
        return new OpenedModel("safetensors", decoder.Build(), decoder.Constants, folder)
        {
            Files = [configName, .. folder.Read],
            ContextLength = settings.ContextLength,
            Tokenizer = tokenizer,
            ChatTemplate = template,
            EndOfTurnTokens = ends,
        };
    }

    private static OpenedModel OpenEncoder(ModelFolder folder, ModelConfig config, HuggingFaceForm form, string configName)
    {
        EncoderSettings settings = ConfigEncoder.Read(config, folder);
        FolderTensors tensors = new(form, settings.HeadCount, settings.Width / settings.HeadCount, form.TiesEmbeddings, FolderWeights.Name(folder));
        EncoderProgram encoder = Compile(tensors, FolderWeights.Open(folder), read => EncoderCompiler.Compile(settings, read));
        Tokenizer? tokenizer = OpenTokenizer(folder, encoder.VocabularySize);
        return new OpenedModel("safetensors", encoder.Build(), encoder.Constants, folder)
        {
            Files = [configName, .. folder.Read],
            ContextLength = settings.ContextLength,
            Tokenizer = tokenizer,
            EmbeddingWidth = settings.Width,
        };
    }

    /// <summary>Compiles; an error about a tensor names it as its file does, and the file.</summary>
    private static T Compile<T>(FolderTensors tensors, IReadOnlyList<(SafetensorsTensor Tensor, MappedFile File, string FileName)> stored, Func<IEnumerable<StoredTensor>, T> compile)
    {
        try
        {
            return compile(tensors.Read(stored));
        }
        catch (InvalidInputException error) when (error.Subject.StartsWith("tensor '", StringComparison.Ordinal))
        {
            throw new InvalidInputException(error.Kind, tensors.SubjectOf(error.Subject["tensor '".Length..^1]), error.Message, error);
        }
    }

    private static Tokenizer? OpenTokenizer(ModelFolder folder, int vocabularySize)
    {
        if (folder.TryRead(TokenizerJson, TokenizerFile.LimitBytes) is not { } json)
            return null;
        Tokenizer tokenizer = HuggingFaceTokenizer.Create(json, folder.TryRead(TokenizerConfig, TokenizerFile.LimitBytes));
        return tokenizer.VocabularySize <= vocabularySize
            ? tokenizer
            : throw new InvalidInputException(InvalidInputKind.Invalid, TokenizerJson, $"It has {tokenizer.VocabularySize} tokens; the model knows {vocabularySize}.");
    }

    private static ChatTemplate? OpenTemplate(ModelFolder folder)
    {
        byte[]? config = folder.TryRead(TokenizerConfig, TokenizerFile.LimitBytes);
        return folder.TryRead(TemplateText, ChatTemplateFile.LimitBytes) is { } source
            ? ChatTemplateFile.Parse(source, config, TemplateText)
            : config is null ? null : ChatTemplateFile.TryFromJson(config, TokenizerConfig);
    }

    private static IEnumerable<int> EndTokens(ModelFolder folder, ModelConfig config, int vocabularySize)
    {
        ModelConfig named = ModelConfig.TryRead(folder, GenerationConfig) is { } generation && generation.Has("eos_token_id") ? generation : config;
        int[] tokens = named.WholeNumbers("eos_token_id");
        return Array.TrueForAll(tokens, token => token < vocabularySize) ? tokens : throw named.Invalid("eos_token_id", $"The model knows {vocabularySize} tokens.");
    }
}
