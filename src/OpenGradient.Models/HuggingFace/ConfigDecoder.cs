using System.Collections.Immutable;
using OpenGradient.Models.Decoders;
using OpenGradient.Primitives;

namespace OpenGradient.Models.HuggingFace;

/// <summary>The settings of a decoder from a <c>config.json</c>.</summary>
internal sealed class ConfigDecoder
{
    private const int ContextLimit = 1 << 19;

    private readonly ModelConfig _config;
    private readonly HuggingFaceForm _form;
    private readonly string _class;

    private ConfigDecoder(ModelConfig config, HuggingFaceForm form, string @class)
    {
        _config = config;
        _form = form;
        _class = @class;
    }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidInputException">One is missing, out of range or not supported; the subject is the file and the member.</exception>
    public static (DecoderSettings Settings, HuggingFaceForm Form, StoredTensor? RotaryFactors) Read(ModelConfig config)
    {
        string @class = config.Texts("architectures").FirstOrDefault() ?? throw config.Invalid("architectures", "The file does not name the class of the model.");
        if (!HuggingFaceForm.All.TryGetValue(@class, out HuggingFaceForm? form))
            throw config.Unsupported("architectures", $"The class '{(@class.Length > 64 ? @class[..64] : @class)}' is not supported; {string.Join(", ", HuggingFaceForm.Encoders.Keys.Concat(HuggingFaceForm.All.Keys))} are.");
        var reader = new ConfigDecoder(config, form, @class);
        DecoderSettings settings = reader.ReadShape();
        (settings, StoredTensor? factors) = ConfigRotary.Read(config, form, settings);
        settings = reader.WithWindow(reader.WithExperts(settings));
        reader.RefuseOtherForms();
        config.RefuseWhatWasNotRead();
        return (settings, form, factors);
    }

    private DecoderSettings ReadShape()
    {
        int width = Whole("hidden_size", 1 << 18);
        int heads = Whole("num_attention_heads", 4096);
        int headDim = Whole("head_dim", 4096, Math.Max(1, width / heads));
        int kvHeads = Whole("num_key_value_heads", heads, heads);
        if (heads % kvHeads != 0)
            throw _config.Invalid("num_key_value_heads", $"{heads} heads cannot share {kvHeads} heads of keys.");
        bool takesOffMean = _form.Keys.ContainsKey("norm_eps");
        return new DecoderSettings
        {
            Architecture = _form.Architecture,
            Activation = Activation(),
            RotatesHalves = _form.Architecture == "llama",
            ContextLength = Math.Min(ContextLimit, Whole("max_position_embeddings", int.MaxValue)),
            Width = width,
            BlockCount = Whole("num_hidden_layers", 1024),
            FeedForwardWidth = Whole("intermediate_size", 1 << 20, _form.Architecture == "gpt2" ? 4 * width : null),
            HeadCount = heads,
            KvHeadCount = kvHeads,
            HeadDim = headDim,
            NormEpsilon = Epsilon(takesOffMean ? _form.Key("norm_eps") : "rms_norm_eps"),
            NormsTakeOffMean = takesOffMean,
            AttentionScale = AttentionScale(),
            AttentionSoftCap = _config.Number("attn_logit_softcapping", 0f),
            LogitSoftCap = _config.Number("final_logit_softcapping", 0f),
            IsParallel = _form.Architecture == "gptneox" && _config.Flag("use_parallel_residual", true),
        };
    }

    private DecoderSettings WithExperts(DecoderSettings settings)
    {
        if (_class is not ("MixtralForCausalLM" or "Qwen3MoeForCausalLM"))
            return settings;
        bool isQwen = _class == "Qwen3MoeForCausalLM";
        int count = Whole(isQwen ? "num_experts" : "num_local_experts", 1024);
        if (isQwen && !_config.Flag("norm_topk_prob", false))
            throw _config.Unsupported("norm_topk_prob", "Shares of experts that do not add up to 1 are not supported.");
        if (Whole("decoder_sparse_step", 1024, 1) != 1 || _config.WholeNumbers("mlp_only_layers").Length > 0)
            throw _config.Unsupported("decoder_sparse_step", "Blocks without experts among blocks with them are not supported.");
        return settings with
        {
            ExpertCount = count,
            ExpertUsedCount = Whole("num_experts_per_tok", count),
            ExpertWidth = Whole("moe_intermediate_size", 1 << 20, settings.FeedForwardWidth),
        };
    }

    /// <summary>A window holds for all blocks, for those that the file lists, or as the architecture has it.</summary>
    private DecoderSettings WithWindow(DecoderSettings settings)
    {
        int window = Whole("sliding_window", int.MaxValue, 0, least: 0);
        string[] types = _config.Texts("layer_types");
        if (types.Length > 0 && types.Length != settings.BlockCount)
            throw _config.Invalid("layer_types", $"It lists {types.Length} blocks of {settings.BlockCount}.");
        if (types.FirstOrDefault(static type => type is not ("full_attention" or "sliding_attention")) is { } other)
            throw _config.Unsupported("layer_types", $"Blocks of the type '{(other.Length > 64 ? other[..64] : other)}' are not supported.");
        if (types.Length > 0)
            return settings with { Window = window, WindowBlocks = [.. types.Select(static type => type == "sliding_attention")] };
        if (_class.StartsWith("Qwen", StringComparison.Ordinal))
            return settings with { Window = _config.Flag("use_sliding_window", false) ? window : 0, WindowBlocks = FromBlock(settings.BlockCount, Whole("max_window_layers", int.MaxValue, 0, least: 0)) };
        int pattern = Whole("sliding_window_pattern", 1024, DecoderForm.All[settings.Architecture].WindowPattern);
        return settings with { Window = window, WindowBlocks = [.. Enumerable.Range(0, settings.BlockCount).Select(block => pattern == 1 || block % pattern < pattern - 1)] };
    }

    private static ImmutableArray<bool> FromBlock(int count, int first) => [.. Enumerable.Range(0, count).Select(block => block >= first)];

    private string Activation()
    {
        // Gemma's first files say "gelu" and mean the approximation, which the newer member names.
        string? name = _config.Text("hidden_activation") ?? _config.Text(_form.Key("hidden_act"));
        if (_form.Architecture.StartsWith("gemma", StringComparison.Ordinal) && name is null or "gelu")
            return "GeluTanh";
        return name switch
        {
            "silu" or "swish" => "Silu",
            "gelu" => "Gelu",
            "gelu_new" or "gelu_fast" or "gelu_pytorch_tanh" => "GeluTanh",
            _ => throw _config.Unsupported(_form.Key("hidden_act"), "This activation is not supported; silu, gelu, gelu_new, gelu_fast and gelu_pytorch_tanh are."),
        };
    }

    private float? AttentionScale()
    {
        if (_config.Has("query_pre_attn_scalar"))
            return 1f / MathF.Sqrt(Whole("query_pre_attn_scalar", 1 << 20));
        if (_form.Architecture != "gpt2" || _config.Flag("scale_attn_weights", true))
            return null;
        return 1f;
    }

    /// <summary>Members that name a form which other models of the class have.</summary>
    private void RefuseOtherForms()
    {
        _config.Require("scale_attn_by_inverse_layer_idx", expected: false);
        _config.Require("add_cross_attention", expected: false);
        _config.Require("use_bidirectional_attention", expected: false);
        // Whether there are biases is told by the tensors.
        foreach (string name in (string[])["attention_bias", "mlp_bias", "qkv_bias"])
            _config.Has(name);
    }

    private float Epsilon(string name)
    {
        float epsilon = _config.Number(name);
        return epsilon is >= 0 and <= 1 ? epsilon : throw _config.Invalid(name, $"{epsilon} is not between 0 and 1.");
    }

    private int Whole(string name, int most, int? otherwise = null, int least = 1) => _config.Whole(_form.Key(name), most, otherwise, least);
}
