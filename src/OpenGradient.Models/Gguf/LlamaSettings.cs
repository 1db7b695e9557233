using OpenGradient.Primitives;

namespace OpenGradient.Models.Gguf;

/// <summary>The sizes and settings of a model of the Llama family: <c>llama</c>, <c>qwen2</c>, <c>qwen3</c>.</summary>
internal sealed class LlamaSettings
{
    /// <summary>Keys under <c>attention.</c> and <c>rope.</c> that are understood; any other changes the model in a way that is not.</summary>
    private static readonly string[] KnownKeys =
    [
        "attention.head_count", "attention.head_count_kv", "attention.layer_norm_rms_epsilon", "attention.key_length", "attention.value_length",
        "rope.dimension_count", "rope.freq_base",
    ];

    private static readonly string[] RefusedKeys =
        ["expert_count", "expert_used_count", "logit_scale", "residual_scale", "embedding_scale", "attn_logit_softcapping", "final_logit_softcapping"];

    private LlamaSettings(GgufMetadata metadata, string architecture)
    {
        string Key(string name) => $"{architecture}.{name}";
        Architecture = architecture;
        ContextLength = metadata.RequiredInt32(Key("context_length"), 1, 1 << 19);
        EmbeddingLength = metadata.RequiredInt32(Key("embedding_length"), 1, 1 << 18);
        BlockCount = metadata.RequiredInt32(Key("block_count"), 1, 1024);
        FeedForwardLength = metadata.RequiredInt32(Key("feed_forward_length"), 1, 1 << 20);
        HeadCount = metadata.RequiredInt32(Key("attention.head_count"), 1, 4096);
        KvHeadCount = metadata.OptionalInt32(Key("attention.head_count_kv"), HeadCount, 1, HeadCount);
        HeadDim = metadata.OptionalInt32(Key("attention.key_length"), Math.Max(1, EmbeddingLength / HeadCount), 1, 4096);
        RotatedDimensions = metadata.OptionalInt32(Key("rope.dimension_count"), HeadDim, 2, HeadDim);
        RopeBase = (float)metadata.Optional(Key("rope.freq_base"), 10000.0);
        RmsEpsilon = (float)metadata.Required<double>(Key("attention.layer_norm_rms_epsilon"));
        if (metadata.OptionalInt32(Key("attention.value_length"), HeadDim, 1, 4096) != HeadDim)
            throw GgufError.Unsupported(Key("attention.value_length"), "Values of another length than keys are not supported.");
        if (HeadCount % KvHeadCount != 0)
            throw GgufError.Invalid(Key("attention.head_count_kv"), $"{HeadCount} heads cannot share {KvHeadCount} heads of keys.");
        if (RotatedDimensions % 2 != 0)
            throw GgufError.Invalid(Key("rope.dimension_count"), $"{RotatedDimensions} elements cannot be rotated in pairs.");
        if (!float.IsNormal(RopeBase) || RopeBase < 1)
            throw GgufError.Invalid(Key("rope.freq_base"), $"{RopeBase} is not a number from 1.");
        if (!(RmsEpsilon >= 0 && RmsEpsilon <= 1))
            throw GgufError.Invalid(Key("attention.layer_norm_rms_epsilon"), $"{RmsEpsilon} is not between 0 and 1.");
    }

    /// <summary>The architecture's name in the file.</summary>
    public string Architecture { get; }

    /// <summary>The most tokens.</summary>
    public int ContextLength { get; }

    /// <summary>The width of the residual stream.</summary>
    public int EmbeddingLength { get; }

    /// <summary>How many blocks there are.</summary>
    public int BlockCount { get; }

    /// <summary>The width inside the feed-forward part.</summary>
    public int FeedForwardLength { get; }

    /// <summary>Heads of queries.</summary>
    public int HeadCount { get; }

    /// <summary>Heads of keys and values.</summary>
    public int KvHeadCount { get; }

    /// <summary>Elements of a head.</summary>
    public int HeadDim { get; }

    /// <summary>How many elements of a head are rotated.</summary>
    public int RotatedDimensions { get; }

    /// <summary>The base of the rotation's frequencies.</summary>
    public float RopeBase { get; }

    /// <summary>Added to the mean square.</summary>
    public float RmsEpsilon { get; }

    /// <summary>How rotated pairs lie: Llama's file stores them side by side, Qwen's in halves.</summary>
    public string RopeForm => Architecture == "llama" ? "interleaved" : "halves";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidInputException">One is missing, out of range or not supported; the subject is its key.</exception>
    public static LlamaSettings Read(GgufMetadata metadata)
    {
        string architecture = metadata.Required<string>("general.architecture");
        if (architecture is not ("llama" or "qwen2" or "qwen3"))
            throw GgufError.Unsupported("general.architecture", $"The architecture '{architecture}' is not supported; llama, qwen2 and qwen3 are.");
        RefuseUnknown(metadata, architecture);
        return new LlamaSettings(metadata, architecture);
    }

    private static void RefuseUnknown(GgufMetadata metadata, string architecture)
    {
        string prefix = architecture + ".";
        foreach (string key in metadata.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            string name = key[prefix.Length..];
            if (name == "rope.scaling.type" && metadata.Required<string>(key) == "none")
                continue;
            bool isSensitive = name.StartsWith("attention.", StringComparison.Ordinal) || name.StartsWith("rope.", StringComparison.Ordinal);
            bool isNothing = RefusedKeys.Contains(name) && metadata.TryGet(key, out object value) && value is 0L;
            if ((isSensitive && !KnownKeys.Contains(name)) || (RefusedKeys.Contains(name) && !isNothing))
                throw GgufError.Unsupported(key, "This setting is not supported, and leaving it out would change the model.");
        }
    }
}
