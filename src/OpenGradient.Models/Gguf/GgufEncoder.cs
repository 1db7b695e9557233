using OpenGradient.Models.Decoders;
using OpenGradient.Models.Encoders;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Gguf;

/// <summary>The settings of an encoder from a GGUF file's metadata.</summary>
internal static class GgufEncoder
{
    private const string PoolingType = "pooling_type";

    /// <summary>Whether the file holds an encoder.</summary>
    public static bool IsEncoder(GgufMetadata metadata) => EncoderSettings.Architectures.Contains(metadata.Optional("general.architecture", ""));

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidInputException">One is missing, out of range or not supported; the subject is its key.</exception>
    public static EncoderSettings Read(GgufMetadata metadata)
    {
        string architecture = metadata.Required<string>("general.architecture");
        var settings = new GgufSettings(metadata, architecture);
        int width = settings.Required("embedding_length", 1 << 18);
        int heads = settings.Required("attention.head_count", 4096);
        if (width % heads != 0)
            throw GgufError.Invalid(settings.Key("attention.head_count"), $"{heads} heads cannot share a width of {width}.");
        if (settings.Flag("attention.causal", false))
            throw GgufError.Unsupported(settings.Key("attention.causal"), "An encoder reads the whole text: only false is supported.");
        var read = new EncoderSettings
        {
            Architecture = architecture,
            Rotary = architecture == EncoderSettings.NomicBert ? ReadRotary(settings, width / heads) : null,
            ContextLength = settings.Required("context_length", 1 << 19),
            Width = width,
            BlockCount = settings.Required("block_count", 1024),
            FeedForwardWidth = settings.Required("feed_forward_length", 1 << 20),
            HeadCount = heads,
            NormEpsilon = settings.Epsilon("attention.layer_norm_epsilon"),
            Pooling = ReadPooling(settings),
        };
        settings.RefuseWhatWasNotRead();
        return read;
    }

    private static RotarySettings ReadRotary(GgufSettings settings, int headDim)
    {
        float frequencyBase = settings.Number("rope.freq_base", 10_000f);
        if (!float.IsNormal(frequencyBase) || frequencyBase < 1)
            throw GgufError.Invalid(settings.Key("rope.freq_base"), $"{frequencyBase} is not a number from 1.");
        return headDim % 2 == 0 ? new RotarySettings(headDim, frequencyBase) : throw GgufError.Invalid(settings.Key("attention.head_count"), $"{headDim} elements cannot be rotated in pairs.");
    }

    /// <summary>GGUF's number for a kind of pooling.</summary>
    public static uint NumberOf(Pooling pooling) => pooling switch { Pooling.Mean => 1, Pooling.First => 2, _ => 3 };

    /// <summary>The numbers that GGUF gives the kinds of pooling; 0 is none and 4 is for rankings.</summary>
    private static Pooling ReadPooling(GgufSettings settings) => settings.Required(PoolingType, int.MaxValue, least: 0) switch
    {
        1 => Pooling.Mean,
        2 => Pooling.First,
        3 => Pooling.Last,
        _ => throw GgufError.Unsupported(settings.Key(PoolingType), "This pooling is not supported; 1 (mean), 2 (first token) and 3 (last token) are."),
    };
}
