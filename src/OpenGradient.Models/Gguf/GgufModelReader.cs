using OpenGradient.Models.Decoders;
using OpenGradient.Models.Encoders;
using OpenGradient.Models.Files;
using OpenGradient.Models.Templates;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Models.Tokenizers.Gguf;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Gguf;

/// <summary>Opens GGUF models.</summary>
internal static class GgufModelReader
{
    /// <summary>Where a GGUF file holds its chat template.</summary>
    public const string TemplateKey = "tokenizer.chat_template";

    /// <summary>Maps the file and compiles the model.</summary>
    /// <exception cref="InvalidInputException">The file is malformed or not supported; the subject names the key or tensor.</exception>
    public static OpenedModel Open(string path)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            return Open(file, Path.GetFileName(path));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static OpenedModel Open(MappedFile file, string name)
    {
        GgufHeader header = GgufHeader.Parse(file.Slice(0, (int)Math.Min(file.LengthBytes, int.MaxValue)).Span, file.LengthBytes);
        return GgufEncoder.IsEncoder(header.Metadata) ? OpenEncoder(header, file, name) : OpenDecoder(header, file, name);
    }

    private static OpenedModel OpenDecoder(GgufHeader header, MappedFile file, string name)
    {
        DecoderSettings settings = GgufDecoder.Read(header.Metadata);
        DecoderProgram decoder = DecoderCompiler.Compile(settings, header.Tensors.Select(tensor => tensor.In(file)));
        Tokenizer? tokenizer = OpenTokenizer(header.Metadata, decoder.VocabularySize);
        return new OpenedModel("gguf", decoder.Build(), decoder.Constants, file)
        {
            Files = [name],
            ContextLength = settings.ContextLength,
            Tokenizer = tokenizer,
            ChatTemplate = tokenizer is null ? null : Template(header.Metadata, tokenizer),
            EndOfTurnTokens = tokenizer is null ? [] : GgufTokenizer.EndOfTurnTokens(header.Metadata, tokenizer),
        };
    }

    private static OpenedModel OpenEncoder(GgufHeader header, MappedFile file, string name)
    {
        EncoderSettings settings = GgufEncoder.Read(header.Metadata);
        EncoderProgram encoder = EncoderCompiler.Compile(settings, header.Tensors.Select(tensor => tensor.In(file)));
        return new OpenedModel("gguf", encoder.Build(), encoder.Constants, file)
        {
            Files = [name],
            ContextLength = settings.ContextLength,
            Tokenizer = OpenTokenizer(header.Metadata, encoder.VocabularySize),
            EmbeddingWidth = settings.Width,
        };
    }

    private static Tokenizer? OpenTokenizer(GgufMetadata metadata, int vocabularySize)
    {
        Tokenizer? tokenizer = GgufTokenizer.Create(metadata);
        return tokenizer is null || tokenizer.VocabularySize <= vocabularySize
            ? tokenizer
            : throw GgufError.Invalid("tokenizer.ggml.tokens", $"It has {tokenizer.VocabularySize} tokens; the model knows {vocabularySize}.");
    }

    private static ChatTemplate? Template(GgufMetadata metadata, Tokenizer tokenizer) => metadata.TryGet(TemplateKey, out string source)
        ? ChatTemplate.Parse(source) with
        {
            BeginToken = tokenizer.BeginToken is int begin ? tokenizer.TextOf(begin) : "",
            EndToken = tokenizer.EndToken is int end ? tokenizer.TextOf(end) : "",
        }
        : null;
}
