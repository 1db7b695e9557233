using System.Collections.Immutable;
using OpenGradient.Models.Decoders;
using OpenGradient.Models.Encoders;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Gguf;

/// <summary>The settings of a decoder from a GGUF file's metadata.</summary>
internal sealed class GgufDecoder
{
    private readonly GgufMetadata _metadata;
    private readonly string _architecture;
    private readonly GgufSettings _settings;

    private GgufDecoder(GgufMetadata metadata, string architecture)
    {
        _metadata = metadata;
        _architecture = architecture;
        _settings = new GgufSettings(metadata, architecture);
    }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidInputException">One is missing, out of range or not supported; the subject is its key.</exception>
    public static DecoderSettings Read(GgufMetadata metadata)
    {
        string architecture = metadata.Required<string>("general.architecture");
        if (!DecoderForm.All.ContainsKey(architecture))
            throw GgufError.Unsupported("general.architecture", $"The architecture '{architecture}' is not supported; {string.Join(", ", EncoderSettings.Architectures)}, {string.Join(", ", DecoderForm.All.Keys)} are.");
        var reader = new GgufDecoder(metadata, architecture);
        DecoderSettings settings = reader.ReadSettings();
        reader._settings.RefuseWhatWasNotRead();
        return settings;
    }

    private DecoderSettings ReadSettings()
    {
        bool hasLayerNorm = _settings.Has("attention.layer_norm_epsilon");
        int width = _settings.Required("embedding_length", 1 << 18);
        int blocks = _settings.Required("block_count", 1024);
        int heads = _settings.RequiredOfBlocks("attention.head_count", blocks, 4096);
        int headDim = _settings.Optional("attention.key_length", Math.Max(1, width / heads), 4096);
        int kvHeads = _settings.OptionalOfBlocks("attention.head_count_kv", blocks, heads, heads);
        if (heads % kvHeads != 0)
            throw GgufError.Invalid(_settings.Key("attention.head_count_kv"), $"{heads} heads cannot share {kvHeads} heads of keys.");
        if (_settings.Optional("attention.value_length", headDim, 4096) != headDim)
            throw GgufError.Unsupported(_settings.Key("attention.value_length"), "Values of another length than keys are not supported.");
        AllowTheUsual();
        int context = _settings.Required("context_length", 1 << 19);
        int inner = _settings.RequiredOfBlocks("feed_forward_length", blocks, 1 << 20);
        int experts = _settings.Optional("expert_count", 0, 1024, least: 0);
        var rotary = GgufRotary.Read(_metadata, _settings, headDim, context);
        return new DecoderSettings
        {
            Architecture = _architecture,
            ContextLength = Math.Min(context, rotary.Everywhere?.ShortLength ?? context),
            Width = width,
            BlockCount = blocks,
            FeedForwardWidth = inner,
            HeadCount = heads,
            KvHeadCount = kvHeads,
            HeadDim = headDim,
            NormEpsilon = _settings.Epsilon(hasLayerNorm ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon"),
            NormsTakeOffMean = hasLayerNorm,
            Rotary = rotary.Everywhere,
            WindowRotary = rotary.InWindows,
            AttentionScale = AttentionScale(blocks, (float)width / heads),
            Window = _settings.Optional("attention.sliding_window", IsGemma2 ? 4096 : 0, int.MaxValue, least: 0),
            WindowBlocks = WindowBlocks(blocks),
            AttentionSoftCap = _settings.Number("attn_logit_softcapping", IsGemma2 ? 50f : 0f),
            LogitSoftCap = _settings.Number("final_logit_softcapping", IsGemma2 ? 30f : 0f),
            ExpertCount = experts,
            ExpertUsedCount = experts == 0 ? 0 : _settings.Required("expert_used_count", experts),
            ExpertWidth = _settings.Optional("expert_feed_forward_length", inner, 1 << 20),
            IsParallel = _settings.Flag("use_parallel_residual", _architecture == "gptneox"),
        };
    }

    /// <summary>Its early files lack what all its models have.</summary>
    private bool IsGemma2 => _architecture == "gemma2";

    /// <summary>The largest of Gemma 2 and 3, which nothing but the number of blocks tells from the others, scale by what a head has of the width.</summary>
    private float? AttentionScale(int blocks, float headWidth)
    {
        float scale = _settings.Number("attention.scale", 0f);
        if (scale == 0f && (_architecture, blocks) is ("gemma2", 46) or ("gemma3", 62))
            return 1f / MathF.Sqrt(headWidth);
        return scale == 0f ? null : scale;
    }

    /// <summary>Which blocks see a window, where the file lists them or says of how many the last sees everything.</summary>
    private ImmutableArray<bool> WindowBlocks(int blocks)
    {
        if (_settings.FlagsOfBlocks("attention.sliding_window_pattern", blocks) is { } listed)
            return [.. listed];
        int pattern = _settings.Optional("attention.sliding_window_pattern", 0, 1024, least: 0);
        return pattern == 0 ? [] : [.. Enumerable.Range(0, blocks).Select(block => pattern == 1 || block % pattern < pattern - 1)];
    }

    /// <summary>Some files say what holds anyway.</summary>
    private void AllowTheUsual()
    {
        _settings.Allow("attention.causal", true);
        _settings.Allow("expert_gating_func", 1L); // softmax
        _settings.Allow("expert_weights_norm", true);
        _settings.Allow("expert_weights_scale", 1.0);
        _settings.Allow("rope.scaling.yarn_attn_factor", 1.0);
        _settings.Allow("rope.scaling.yarn_beta_fast", 32.0);
        _settings.Allow("rope.scaling.yarn_beta_slow", 1.0);
        _settings.Allow("rope.scaling.yarn_ext_factor", 1.0);
    }
}
