using OpenGradient.Models.Encoders;
using OpenGradient.Primitives;

namespace OpenGradient.Models.HuggingFace;

/// <summary>The settings of an encoder from a <c>config.json</c> and the files of the sentence-transformers library beside it.</summary>
internal static class ConfigEncoder
{
    /// <summary>Whether the file is an encoder's.</summary>
    public static bool IsEncoder(ModelConfig config) => config.Texts("architectures").FirstOrDefault() == HuggingFaceForm.EncoderClass;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidInputException">One is missing, out of range or not supported; the subject is the file and the member.</exception>
    public static EncoderSettings Read(ModelConfig config, ModelFolder folder)
    {
        int width = config.Whole("hidden_size", 1 << 18);
        int heads = config.Whole("num_attention_heads", 4096);
        if (width % heads != 0)
            throw config.Invalid("num_attention_heads", $"{heads} heads cannot share a width of {width}.");
        RefuseOtherForms(config);
        var settings = new EncoderSettings
        {
            Activation = Activation(config),
            ContextLength = config.Whole("max_position_embeddings", 1 << 19),
            Width = width,
            BlockCount = config.Whole("num_hidden_layers", 1024),
            FeedForwardWidth = config.Whole("intermediate_size", 1 << 20),
            HeadCount = heads,
            NormEpsilon = Epsilon(config),
            Pooling = ConfigPooling.Read(folder),
        };
        config.RefuseWhatWasNotRead();
        return settings;
    }

    private static string Activation(ModelConfig config) => config.Text("hidden_act") switch
    {
        null or "gelu" => "Gelu",
        "gelu_new" or "gelu_fast" or "gelu_pytorch_tanh" => "GeluTanh",
        _ => throw config.Unsupported("hidden_act", "This activation is not supported; gelu, gelu_new, gelu_fast and gelu_pytorch_tanh are."),
    };

    private static float Epsilon(ModelConfig config)
    {
        float epsilon = config.Number("layer_norm_eps", 1e-12f);
        return epsilon is >= 0 and <= 1 ? epsilon : throw config.Invalid("layer_norm_eps", $"{epsilon} is not between 0 and 1.");
    }

    /// <summary>Members that name a form which other models of the class have.</summary>
    private static void RefuseOtherForms(ModelConfig config)
    {
        config.Require("is_decoder", expected: false);
        config.Require("add_cross_attention", expected: false);
        if (config.Text("position_embedding_type") is not (null or "absolute"))
            throw config.Unsupported("position_embedding_type", "Only absolute positions are supported.");
    }
}
