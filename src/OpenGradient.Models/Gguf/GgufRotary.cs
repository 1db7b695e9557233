using OpenGradient.Models.Decoders;

namespace OpenGradient.Models.Gguf;

/// <summary>Rotary position embedding from a GGUF file's metadata.</summary>
internal static class GgufRotary
{
    /// <summary>How all blocks rotate, and how those with a window do where that is another way; null where positions come from a table.</summary>
    public static (RotarySettings? Everywhere, RotarySettings? InWindows) Read(GgufMetadata metadata, GgufSettings settings, int headDim, int contextLength)
    {
        string architecture = metadata.Required<string>("general.architecture");
        if (architecture == "gpt2")
            return (null, null);
        int dimensions = settings.Optional("rope.dimension_count", headDim, headDim, least: 2);
        if (dimensions % 2 != 0)
            throw GgufError.Invalid(settings.Key("rope.dimension_count"), $"{dimensions} elements cannot be rotated in pairs.");
        float frequencyBase = Base(settings, "rope.freq_base", architecture == "gemma3" ? 1_000_000f : 10_000f);
        RotarySettings everywhere = Scaled(metadata, settings, new RotarySettings(dimensions, frequencyBase), contextLength);
        RotarySettings? inWindows = architecture == "gemma3" ? new RotarySettings(dimensions, Base(settings, "rope.freq_base_swa", 10_000f)) : null;
        return (everywhere, inWindows);
    }

    private static float Base(GgufSettings settings, string name, float otherwise)
    {
        float frequencyBase = settings.Number(name, otherwise);
        return float.IsNormal(frequencyBase) && frequencyBase >= 1 ? frequencyBase : throw GgufError.Invalid(settings.Key(name), $"{frequencyBase} is not a number from 1.");
    }

    private static RotarySettings Scaled(GgufMetadata metadata, GgufSettings settings, RotarySettings plain, int contextLength)
    {
        // Files of Phi-3 with two sets of factors do not name them; files from before there were types have a factor under another key.
        bool hasOriginal = settings.Has("rope.scaling.original_context_length");
        string kind = metadata.Optional(settings.Key("rope.scaling.type"), hasOriginal && metadata.Required<string>("general.architecture") == "phi3" ? "longrope" : "linear");
        float factor = settings.Number("rope.scaling.factor", settings.Number("rope.scale_linear", 1f));
        int original = settings.Optional("rope.scaling.original_context_length", contextLength, int.MaxValue);
        float magnitude = settings.Number("rope.scaling.attn_factor", 1f);
        settings.Key("rope.scaling.finetuned"); // How the model was made, not what it is.
        if (factor < 1f)
            throw GgufError.Invalid(settings.Key("rope.scaling.factor"), $"{factor} is below 1.");
        return kind switch
        {
            "none" => plain with { Magnitude = magnitude },
            "linear" => plain with { Factor = factor, Magnitude = magnitude },
            "yarn" => plain with { Factor = factor, YarnOriginalLength = original, Magnitude = magnitude },
            "longrope" => plain with { ShortLength = original, Magnitude = magnitude },
            _ => throw GgufError.Unsupported(settings.Key("rope.scaling.type"), $"The scaling '{kind}' is not supported; linear, yarn and longrope are."),
        };
    }
}
