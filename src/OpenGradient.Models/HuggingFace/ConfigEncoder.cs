using OpenGradient.Models.Decoders;
using OpenGradient.Models.Encoders;
using OpenGradient.Primitives;

namespace OpenGradient.Models.HuggingFace;

/// <summary>The settings of an encoder from a <c>config.json</c> and the files of the sentence-transformers library beside it.</summary>
internal sealed class ConfigEncoder
{
    private const string SentenceConfig = "sentence_bert_config.json";

    private readonly ModelConfig _config;
    private readonly HuggingFaceForm _form;

    private ConfigEncoder(ModelConfig config)
    {
        _config = config;
        _form = FormOf(config)!;
    }

    /// <summary>The form of an encoder's class; null if the file is a decoder's.</summary>
    public static HuggingFaceForm? FormOf(ModelConfig config) => HuggingFaceForm.Encoders.GetValueOrDefault(config.Texts("architectures").FirstOrDefault() ?? "");

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidInputException">One is missing, out of range or not supported; the subject is the file and the member.</exception>
    public static EncoderSettings Read(ModelConfig config, ModelFolder folder)
    {
        var reader = new ConfigEncoder(config);
        EncoderSettings settings = reader.ReadShape(ModelConfig.TryRead(folder, SentenceConfig)) with { Pooling = ConfigPooling.Read(folder) };
        config.RefuseWhatWasNotRead();
        return settings;
    }

    private bool IsNomic => _form.Architecture == EncoderSettings.NomicBert;

    private EncoderSettings ReadShape(ModelConfig? sentences)
    {
        int width = Whole("hidden_size", 1 << 18);
        int heads = Whole("num_attention_heads", 4096);
        if (width % heads != 0)
            throw _config.Invalid(_form.Key("num_attention_heads"), $"{heads} heads cannot share a width of {width}.");
        int rows = Whole("max_position_embeddings", 1 << 19);
        int first = FirstPosition(rows);
        return new EncoderSettings
        {
            Architecture = _form.Architecture,
            Activation = IsNomic ? NomicActivation() : Activation(),
            ContextLength = Math.Min(rows - first, sentences?.Whole("max_seq_length", int.MaxValue, int.MaxValue) ?? int.MaxValue),
            FirstPosition = first,
            PositionRows = rows,
            Rotary = IsNomic ? NomicRotary(width / heads) : null,
            Width = width,
            BlockCount = Whole("num_hidden_layers", 1024),
            FeedForwardWidth = Whole("intermediate_size", 1 << 20),
            HeadCount = heads,
            NormEpsilon = Epsilon(_form.Key("layer_norm_eps")),
            Pooling = Pooling.Mean,
        };
    }

    /// <summary>RoBERTa counts positions from behind that of padding.</summary>
    private int FirstPosition(int rows)
    {
        RefuseOtherForms();
        if (_form.Names != TensorNames.Roberta)
            return 0;
        int first = _config.Whole("pad_token_id", 1 << 19, 1, least: 0) + 1;
        return first < rows ? first : throw _config.Invalid("pad_token_id", $"Of {rows} positions none is left for tokens.");
    }

    private string? Activation() => _config.Text("hidden_act") switch
    {
        null or "gelu" => null,
        "gelu_new" or "gelu_fast" or "gelu_pytorch_tanh" => "GeluTanh",
        _ => throw _config.Unsupported("hidden_act", "This activation is not supported; gelu, gelu_new, gelu_fast and gelu_pytorch_tanh are."),
    };

    private string? NomicActivation() => _config.Text("activation_function") is "swiglu"
        ? null
        : throw _config.Unsupported("activation_function", "Only swiglu is supported.");

    private RotarySettings NomicRotary(int headDim)
    {
        float frequencyBase = _config.Number("rotary_emb_base", 10_000f);
        if (!float.IsNormal(frequencyBase) || frequencyBase < 1)
            throw _config.Invalid("rotary_emb_base", $"{frequencyBase} is not a number from 1.");
        if (_config.Number("rotary_emb_fraction", 0f) != 1f || headDim % 2 != 0)
            throw _config.Unsupported("rotary_emb_fraction", "Only 1 is supported, of heads with an even number of elements.");
        return new RotarySettings(headDim, frequencyBase);
    }

    private float Epsilon(string name)
    {
        float epsilon = _config.Number(name, 1e-12f);
        return epsilon is >= 0 and <= 1 ? epsilon : throw _config.Invalid(name, $"{epsilon} is not between 0 and 1.");
    }

    /// <summary>Members that name a form which other models of the class have.</summary>
    private void RefuseOtherForms()
    {
        foreach (string name in (string[])["is_decoder", "add_cross_attention", .. IsNomic ? NomicForms : []])
            _config.Require(name, expected: false);
        if (_config.Text("position_embedding_type") is not (null or "absolute"))
            throw _config.Unsupported("position_embedding_type", "Only absolute positions are supported.");
        if (!IsNomic)
            return;
        _config.Require("scale_attn_weights", expected: true);
        foreach (string name in NomicKernels)
            _config.Has(name);
    }

    private int Whole(string name, int most) => _config.Whole(_form.Key(name), most);

    private static readonly string[] NomicForms =
        ["causal", "prenorm", "parallel_block", "use_rms_norm", "qkv_proj_bias", "mlp_fc1_bias", "mlp_fc2_bias", "rotary_emb_interleaved", "scale_attn_by_inverse_layer_idx"];

    /// <summary>How its own code computes, not what.</summary>
    private static readonly string[] NomicKernels = ["use_flash_attn", "fused_bias_fc", "fused_dropout_add_ln"];
}
