using OpenGradient.Models.Decoders;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Gguf;

/// <summary>The settings of a decoder from a GGUF file's metadata.</summary>
/// <remarks>A setting under <c>attention.</c>, <c>rope.</c>, or of the kinds below that nothing here reads is refused by its key: leaving it out would change the model.</remarks>
internal sealed class GgufDecoder
{
    private static readonly string[] SensitivePrefixes = ["attention.", "rope.", "expert"];
    private static readonly string[] SensitiveKeys =
        ["logit_scale", "residual_scale", "embedding_scale", "attn_logit_softcapping", "final_logit_softcapping", "use_parallel_residual", "leading_dense_block_count"];

    private readonly GgufMetadata _metadata;
    private readonly string _architecture;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    private GgufDecoder(GgufMetadata metadata, string architecture)
    {
        _metadata = metadata;
        _architecture = architecture;
    }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidInputException">One is missing, out of range or not supported; the subject is its key.</exception>
    public static DecoderSettings Read(GgufMetadata metadata)
    {
        string architecture = metadata.Required<string>("general.architecture");
        if (!DecoderForm.All.ContainsKey(architecture))
            throw GgufError.Unsupported("general.architecture", $"The architecture '{architecture}' is not supported; {string.Join(", ", DecoderForm.All.Keys)} are.");
        var reader = new GgufDecoder(metadata, architecture);
        DecoderSettings settings = reader.ReadSettings();
        reader.RefuseWhatWasNotRead();
        return settings;
    }

    private DecoderSettings ReadSettings()
    {
        bool hasLayerNorm = _metadata.Has(Key("attention.layer_norm_epsilon"));
        int width = Required("embedding_length", 1 << 18);
        int heads = Required("attention.head_count", 4096);
        int headDim = Optional("attention.key_length", Math.Max(1, width / heads), 4096);
        int kvHeads = Optional("attention.head_count_kv", heads, heads);
        if (heads % kvHeads != 0)
            throw GgufError.Invalid(Key("attention.head_count_kv"), $"{heads} heads cannot share {kvHeads} heads of keys.");
        if (Optional("attention.value_length", headDim, 4096) != headDim)
            throw GgufError.Unsupported(Key("attention.value_length"), "Values of another length than keys are not supported.");
        int context = Required("context_length", 1 << 19);
        int inner = Required("feed_forward_length", 1 << 20);
        int experts = Optional("expert_count", 0, 1024, least: 0);
        var rotary = GgufRotary.Read(_metadata, this, headDim, context);
        return new DecoderSettings
        {
            Architecture = _architecture,
            ContextLength = Math.Min(context, rotary.Everywhere?.ShortLength ?? context),
            Width = width,
            BlockCount = Required("block_count", 1024),
            FeedForwardWidth = inner,
            HeadCount = heads,
            KvHeadCount = kvHeads,
            HeadDim = headDim,
            NormEpsilon = Epsilon(hasLayerNorm ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon"),
            NormsTakeOffMean = hasLayerNorm,
            Rotary = rotary.Everywhere,
            WindowRotary = rotary.InWindows,
            AttentionScale = AttentionScale(),
            Window = Optional("attention.sliding_window", 0, int.MaxValue, least: 0),
            AttentionSoftCap = Number("attn_logit_softcapping", 0f),
            LogitSoftCap = Number("final_logit_softcapping", 0f),
            ExpertCount = experts,
            ExpertUsedCount = experts == 0 ? 0 : Required("expert_used_count", experts),
            ExpertWidth = Optional("expert_feed_forward_length", inner, 1 << 20),
            IsParallel = Flag("use_parallel_residual", _architecture == "gptneox"),
        };
    }

    /// <summary>The whole key of a setting, which thereby counts as read.</summary>
    public string Key(string name)
    {
        string key = $"{_architecture}.{name}";
        _read.Add(key);
        return key;
    }

    /// <summary>A binary32 number; an infinite one or a NaN is an error.</summary>
    public float Number(string name, float otherwise)
    {
        float number = (float)_metadata.Optional(Key(name), (double)otherwise);
        return float.IsFinite(number) ? number : throw GgufError.Invalid(Key(name), $"{number} is not a finite number.");
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int Optional(string name, int otherwise, int most, int least = 1) => _metadata.OptionalInt32(Key(name), otherwise, least, most);

    private int Required(string name, int most) => _metadata.RequiredInt32(Key(name), 1, most);

    private bool Flag(string name, bool otherwise) => _metadata.Optional(Key(name), otherwise);

    private float? AttentionScale()
    {
        float scale = Number("attention.scale", 0f);
        return scale == 0f ? null : scale;
    }

    private float Epsilon(string name)
    {
        float epsilon = (float)_metadata.Required<double>(Key(name));
        return epsilon is >= 0 and <= 1 ? epsilon : throw GgufError.Invalid(Key(name), $"{epsilon} is not between 0 and 1.");
    }

    private void RefuseWhatWasNotRead()
    {
        string prefix = _architecture + ".";
        foreach (string key in _metadata.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && !_read.Contains(key)))
        {
            string name = key[prefix.Length..];
            bool isNothing = _metadata.TryGet(key, out object value) && value is 0L or 0.0 or false;
            if (!isNothing && (SensitiveKeys.Contains(name) || SensitivePrefixes.Any(start => name.StartsWith(start, StringComparison.Ordinal))))
                throw GgufError.Unsupported(key, "This setting is not supported, and leaving it out would change the model.");
        }
    }
}
