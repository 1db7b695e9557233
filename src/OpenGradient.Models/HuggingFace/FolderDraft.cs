using System.Text;
using OpenGradient.Models.Decoders;
using OpenGradient.Models.Encoders;
using OpenGradient.Models.Gguf;
using OpenGradient.Models.Tokenizers.Gguf;
using OpenGradient.Primitives;

namespace OpenGradient.Models.HuggingFace;

/// <summary>A model of several files as a GGUF file would have it.</summary>
/// <remarks>
/// Numbers, names and layouts become those of GGUF; <c>tokenizer.json</c> is put in whole, as <c>tokenizer.huggingface.json</c>, so that texts become the same tokens. What GGUF has no place for
/// is refused.
/// </remarks>
internal static class FolderDraft
{
    /// <summary>Reads the model.</summary>
    /// <exception cref="InvalidInputException">It cannot be opened, or has a setting that a GGUF file cannot have; the subject names the file, and the member or tensor.</exception>
    public static GgufDraft Open(string configPath)
    {
        var folder = new ModelFolder(configPath, stored: null);
        try
        {
            // Whether all of it fits together is found out by opening it; what is drafted below are its parts.
            using OpenedModel model = FolderModelReader.Open(configPath, stored: null);
            var config = ModelConfig.Read(folder);
            (IEnumerable<byte[]> settings, IEnumerable<StoredTensor> tensors) = ConfigEncoder.FormOf(config) is { } form ? Encoder(folder, config, form) : Decoder(folder, config);
            return new GgufDraft([.. settings.Concat(Texts(folder, model)).Select(static entry => new ReadOnlyMemory<byte>(entry))], [.. tensors], GgufWriter.DefaultAlignment, folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static (IEnumerable<byte[]> Settings, IEnumerable<StoredTensor> Tensors) Decoder(ModelFolder folder, ModelConfig whole)
    {
        (ModelConfig config, bool isPart) = ConfigTextPart.Of(whole);
        (DecoderSettings settings, HuggingFaceForm form, StoredTensor? factors) = ConfigDecoder.Read(config);
        form = form with { IsTextPart = isPart };
        RequireForm(config, settings);
        FolderTensors tensors = new(form, settings.HeadCount, settings.HeadDim, config.Flag("tie_word_embeddings", form.TiesEmbeddings), FolderWeights.Name(folder));
        IEnumerable<StoredTensor> read = tensors.Read(FolderWeights.Open(folder)).Select(tensor => settings.RotatesHalves ? SideBySide(tensor, settings) : tensor);
        return (GgufSettingsWriter.Of(settings), factors is null ? read : read.Append(factors));
    }

    private static (IEnumerable<byte[]> Settings, IEnumerable<StoredTensor> Tensors) Encoder(ModelFolder folder, ModelConfig config, HuggingFaceForm form)
    {
        EncoderSettings settings = ConfigEncoder.Read(config, folder);
        if (settings.Activation is not null)
            throw config.Unsupported("hidden_act", "A GGUF file cannot say this.");
        FolderTensors tensors = new(form, settings.HeadCount, settings.Width / settings.HeadCount, tiesEmbeddings: true, FolderWeights.Name(folder));
        IEnumerable<StoredTensor> read = tensors.Read(FolderWeights.Open(folder));
        return (GgufSettingsWriter.Of(settings), read.Select(tensor => tensor.Name == "position_embd.weight" ? tensor.Rows(settings.FirstPosition, settings.ContextLength) : tensor));
    }

    /// <summary>In a GGUF file activation and pattern of windows are the architecture's.</summary>
    private static void RequireForm(ModelConfig config, DecoderSettings settings)
    {
        DecoderForm form = DecoderForm.All[settings.Architecture];
        if (settings.Activation != form.Activation)
            throw config.Unsupported("hidden_act", $"A GGUF file of the architecture '{settings.Architecture}' has {form.Activation} and cannot say anything else.");
        if (settings.Window > 0 && Enumerable.Range(0, settings.BlockCount).Any(block => settings.WindowBlocks[block] != form.HasWindow(block)))
            throw config.Unsupported("sliding_window", $"A GGUF file of the architecture '{settings.Architecture}' cannot say which blocks have the window.");
    }

    /// <summary>Rotated pairs from halves of a head to neighbours, in rows of queries and keys.</summary>
    private static StoredTensor SideBySide(StoredTensor tensor, DecoderSettings settings)
    {
        int rotated = settings.Rotary!.Dimensions;
        int heads = tensor.Name.Contains(".attn_q.", StringComparison.Ordinal) ? settings.HeadCount
            : tensor.Name.Contains(".attn_k.", StringComparison.Ordinal) ? settings.KvHeadCount
            : tensor.Name.Contains(".attn_qkv.", StringComparison.Ordinal) ? settings.HeadCount + settings.KvHeadCount
            : 0;
        return heads == 0 ? tensor : MatrixViews.Reordered(tensor, groupRows: 1, row =>
        {
            (int head, int element) = Math.DivRem(row, settings.HeadDim);
            return head >= heads || element >= rotated ? row : (head * settings.HeadDim) + (element % 2 * rotated / 2) + (element / 2);
        });
    }

    /// <summary>Tokenizer, template and ends of turns.</summary>
    private static IEnumerable<byte[]> Texts(ModelFolder folder, OpenedModel model)
    {
        if (model.Tokenizer is not { } tokenizer)
            yield break;
        yield return GgufWriter.Entry(GgufEmbeddedTokenizer.Key, Encoding.UTF8.GetString(folder.TryRead(FolderModelReader.TokenizerJson, Tokenizers.TokenizerFile.LimitBytes)!));
        foreach ((string key, int token) in GgufEmbeddedTokenizer.Entries(tokenizer, model.EndOfTurnTokens))
            yield return GgufWriter.Entry(key, (uint)token);
        if (model.ChatTemplate is { } template)
            yield return GgufWriter.Entry(GgufModelReader.TemplateKey, template.Source);
    }
}
