using OpenGradient.Models.Decoders;
using OpenGradient.Models.Encoders;

namespace OpenGradient.Models.Gguf;

/// <summary>The settings of models as the metadata of a GGUF file: what <see cref="GgufDecoder"/> and <see cref="GgufEncoder"/> read.</summary>
internal static class GgufSettingsWriter
{
    /// <summary>The entries of a decoder.</summary>
    public static IEnumerable<byte[]> Of(DecoderSettings settings)
    {
        string name = settings.Architecture + ".";
        yield return GgufWriter.Entry("general.architecture", settings.Architecture);
        foreach ((string key, int number) in Counts(settings))
            yield return GgufWriter.Entry(name + key, (uint)number);
        foreach ((string key, float? number) in Numbers(settings))
        {
            if (number is { } given)
                yield return GgufWriter.Entry(name + key, given);
        }

        if (settings.Rotary is { } rotary && (rotary.Factor != 1f || rotary.YarnOriginalLength > 0))
            yield return GgufWriter.Entry(name + "rope.scaling.type", rotary.YarnOriginalLength > 0 ? "yarn" : "linear");
        if (settings.Architecture == "gptneox")
            yield return GgufWriter.Entry(name + "use_parallel_residual", settings.IsParallel);
    }

    /// <summary>The entries of an encoder.</summary>
    public static IEnumerable<byte[]> Of(EncoderSettings settings)
    {
        string name = settings.Architecture + ".";
        yield return GgufWriter.Entry("general.architecture", settings.Architecture);
        yield return GgufWriter.Entry(name + "context_length", (uint)settings.ContextLength);
        yield return GgufWriter.Entry(name + "embedding_length", (uint)settings.Width);
        yield return GgufWriter.Entry(name + "block_count", (uint)settings.BlockCount);
        yield return GgufWriter.Entry(name + "feed_forward_length", (uint)settings.FeedForwardWidth);
        yield return GgufWriter.Entry(name + "attention.head_count", (uint)settings.HeadCount);
        yield return GgufWriter.Entry(name + "attention.layer_norm_epsilon", settings.NormEpsilon);
        yield return GgufWriter.Entry(name + "attention.causal", false);
        yield return GgufWriter.Entry(name + "pooling_type", GgufEncoder.NumberOf(settings.Pooling));
        if (settings.Rotary is { } rotary)
            yield return GgufWriter.Entry(name + "rope.freq_base", rotary.Base);
    }

    private static IEnumerable<(string Key, int Number)> Counts(DecoderSettings settings)
    {
        yield return ("context_length", settings.ContextLength);
        yield return ("embedding_length", settings.Width);
        yield return ("block_count", settings.BlockCount);
        yield return ("feed_forward_length", settings.FeedForwardWidth);
        yield return ("attention.head_count", settings.HeadCount);
        yield return ("attention.head_count_kv", settings.KvHeadCount);
        yield return ("attention.key_length", settings.HeadDim);
        yield return ("attention.value_length", settings.HeadDim);
        if (settings.Window > 0 || settings.Architecture == "gemma2")
            yield return ("attention.sliding_window", settings.Window);
        if (settings.Rotary is { } rotary)
            yield return ("rope.dimension_count", rotary.Dimensions);
        if (settings.Rotary is { YarnOriginalLength: > 0 and int original })
            yield return ("rope.scaling.original_context_length", original);
        if (settings.ExpertCount == 0)
            yield break;
        yield return ("expert_count", settings.ExpertCount);
        yield return ("expert_used_count", settings.ExpertUsedCount);
        yield return ("expert_feed_forward_length", settings.ExpertWidth);
    }

    private static IEnumerable<(string Key, float? Number)> Numbers(DecoderSettings settings)
    {
        yield return (settings.NormsTakeOffMean ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon", settings.NormEpsilon);
        yield return ("attention.scale", settings.AttentionScale);
        yield return ("attn_logit_softcapping", settings.AttentionSoftCap > 0 || settings.Architecture == "gemma2" ? settings.AttentionSoftCap : null);
        yield return ("final_logit_softcapping", settings.LogitSoftCap > 0 || settings.Architecture == "gemma2" ? settings.LogitSoftCap : null);
        yield return ("rope.freq_base", settings.Rotary?.Base);
        yield return ("rope.freq_base_swa", settings.WindowRotary?.Base);
        yield return ("rope.scaling.factor", settings.Rotary is { Factor: not 1f and float factor } ? factor : null);
    }
}
