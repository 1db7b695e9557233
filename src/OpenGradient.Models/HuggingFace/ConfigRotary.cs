using OpenGradient.Models.Decoders;

namespace OpenGradient.Models.HuggingFace;

/// <summary>Rotary position embedding from a <c>config.json</c>.</summary>
internal static class ConfigRotary
{
    /// <summary>Adds how blocks rotate, and gives the factors of the frequencies where the file has or means some.</summary>
    public static (DecoderSettings Settings, StoredTensor? Factors) Read(ModelConfig config, HuggingFaceForm form, DecoderSettings settings)
    {
        if (settings.Architecture == "gpt2")
            return (settings, null);
        float share = config.Number(form.Key("partial_rotary_factor"), form.Architecture == "gptneox" ? 0.25f : 1f);
        int dimensions = share is > 0 and <= 1 ? (int)(settings.HeadDim * share) : 0;
        if (dimensions < 2 || dimensions % 2 != 0)
            throw config.Invalid(form.Key("partial_rotary_factor"), $"Of {settings.HeadDim} elements of a head, no even number is rotated.");
        ModelConfig? parameters = config.Part("rope_parameters"); // What version 5 of the library writes in place of the other members.
        bool isGemma3 = form.Architecture == "gemma3";
        ModelConfig? inWindows = InWindows(parameters, isGemma3);
        parameters = parameters?.Part("full_attention") ?? parameters;
        var plain = new RotarySettings(dimensions, Base(parameters ?? config, form.Key("rope_theta"), isGemma3 ? 1_000_000f : 10_000f));
        if (isGemma3)
            settings = settings with { WindowRotary = new RotarySettings(dimensions, inWindows is null ? Base(config, "rope_local_base_freq", 10_000f) : Base(inWindows, "rope_theta", 10_000f)) };
        ModelConfig? scaling = config.Part("rope_scaling") ?? parameters;
        return scaling is null ? (settings with { Rotary = plain }, null) : Scaled(config, scaling, settings, plain);
    }

    /// <summary>How blocks with a window rotate, where the file has parameters for each type of block.</summary>
    private static ModelConfig? InWindows(ModelConfig? parameters, bool isGemma3)
    {
        ModelConfig? inWindows = parameters?.Part("sliding_attention");
        if (!isGemma3 && (inWindows is not null || parameters?.Has("full_attention") == true))
            throw parameters!.Unsupported("full_attention", "Parameters for each type of block are supported for Gemma 3 alone.");
        if (inWindows?.Text("rope_type") is { } kind and not "default")
            throw inWindows.Unsupported("rope_type", $"The scaling '{(kind.Length > 64 ? kind[..64] : kind)}' of blocks with a window is not supported.");
        return inWindows;
    }

    private static float Base(ModelConfig config, string name, float otherwise)
    {
        float frequencyBase = config.Number(name, otherwise);
        return float.IsNormal(frequencyBase) && frequencyBase >= 1 ? frequencyBase : throw config.Invalid(name, $"{frequencyBase} is not a number from 1.");
    }

    private static (DecoderSettings Settings, StoredTensor? Factors) Scaled(ModelConfig config, ModelConfig scaling, DecoderSettings settings, RotarySettings plain)
    {
        string kind = scaling.Text("rope_type") ?? scaling.Text("type") ?? "default";
        RotarySettings Stretched() => plain with { Factor = Factor(scaling, "factor") };
        switch (kind)
        {
            case "default" or "mrope": // Positions by time, height and width are one where all is text.
                return (settings with { Rotary = plain }, null);
            case "linear":
                return (settings with { Rotary = Stretched() }, null);
            case "yarn":
                scaling.Whole("beta_fast", 32, 32, least: 32);
                scaling.Whole("beta_slow", 1, 1);
                if (scaling.Has("attention_factor") || scaling.Has("mscale") || scaling.Has("mscale_all_dim"))
                    throw scaling.Unsupported("attention_factor", "A magnitude of its own is not supported.");
                int original = scaling.Whole("original_max_position_embeddings", int.MaxValue, settings.ContextLength);
                return (settings with { Rotary = Stretched() with { YarnOriginalLength = original } }, null);
            case "llama3":
                return (settings with { Rotary = plain }, Llama3Factors.Read(scaling, plain));
            default:
                throw scaling.Unsupported("rope_type", $"The scaling '{(kind.Length > 64 ? kind[..64] : kind)}' is not supported; linear, llama3 and yarn are.");
        }
    }

    /// <summary>A factor from 1.</summary>
    public static float Factor(ModelConfig scaling, string name)
    {
        float factor = scaling.Number(name);
        return factor >= 1 ? factor : throw scaling.Invalid(name, $"{factor} is below 1.");
    }
}
