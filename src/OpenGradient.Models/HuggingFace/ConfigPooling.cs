using OpenGradient.Models.Encoders;
using OpenGradient.Primitives;

namespace OpenGradient.Models.HuggingFace;

/// <summary>How an embedding model makes one vector of many, from the files of the sentence-transformers library.</summary>
internal static class ConfigPooling
{
    private const string Modules = "modules.json";
    private const string Mode = "pooling_mode_";
    private const int LimitBytes = 1 << 20;

    /// <summary>Reads it. A model without these files takes the mean, as that library does with it.</summary>
    /// <exception cref="InvalidInputException">A file is malformed or asks for more than is supported; the subject is the file and the member.</exception>
    public static Pooling Read(ModelFolder folder)
    {
        if (folder.TryRead(Modules, LimitBytes) is { } modules)
            RequireKnown(modules);
        if (ModelConfig.TryRead(folder, ModelFolder.Pooling) is not { } config)
            return Pooling.Mean;
        Pooling[] chosen = [.. Chosen(config)];
        config.RefuseWhatWasNotRead();
        return chosen is [var only] ? only : throw config.Invalid(Mode + "mean_tokens", $"{chosen.Length} kinds of pooling are chosen; one is supported.");
    }

    /// <summary>By the name that newer versions write, or by the flags of the older ones.</summary>
    private static IEnumerable<Pooling> Chosen(ModelConfig config) => config.Text("pooling_mode") switch
    {
        null => ByFlags(config),
        "mean" => [Pooling.Mean],
        "cls" => [Pooling.First],
        "lasttoken" => [Pooling.Last],
        _ => throw config.Unsupported("pooling_mode", "This pooling is not supported; mean, cls and lasttoken are."),
    };

    private static IEnumerable<Pooling> ByFlags(ModelConfig config)
    {
        if (config.Flag(Mode + "mean_tokens", false))
            yield return Pooling.Mean;
        if (config.Flag(Mode + "cls_token", false))
            yield return Pooling.First;
        if (config.Flag(Mode + "lasttoken", false))
            yield return Pooling.Last;
    }

    /// <summary>A list of the model, the pooling and perhaps the normalisation, which is made in any case.</summary>
    private static void RequireKnown(byte[] modules)
    {
        if (!JsonReader.TryRead(modules, out JsonValue? list) || list.Kind != JsonKind.Array)
            throw new InvalidInputException(InvalidInputKind.Malformed, Modules, "It is no JSON array.");
        foreach (JsonValue module in list.Items)
        {
            string type = module.Kind == JsonKind.Object && module.TryGet("type", out JsonValue? name) && name.Kind == JsonKind.String ? name.Text : "";
            if (type[(type.LastIndexOf('.') + 1)..] is not ("Transformer" or "Pooling" or "Normalize"))
                throw new InvalidInputException(InvalidInputKind.Unsupported, Modules, $"The module '{(type.Length > 64 ? type[..64] : type)}' is not supported; Transformer, Pooling and Normalize are.");
        }
    }
}
