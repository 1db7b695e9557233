using System.Runtime.InteropServices;
using OpenGradient.Models.Decoders;

namespace OpenGradient.Models.Tests.Decoders;

/// <summary>A random model of two or more blocks of one architecture, in binary32: its settings, and its tensors by their GGUF names.</summary>
/// <remarks>Behind a hyphen stands a form of the architecture that only some of its models have.</remarks>
internal sealed class SmallDecoder
{
    public const int Vocabulary = 23;

    private readonly Random _random;

    private SmallDecoder(DecoderSettings settings, int seed)
    {
        Settings = settings;
        _random = new Random(seed);
    }

    public DecoderSettings Settings { get; }

    public Dictionary<string, float[]> Weights { get; } = new(StringComparer.Ordinal);

    public List<StoredTensor> Tensors { get; } = [];

    /// <summary>Llama 3's scaling, as its <c>config.json</c> has it: one pair turns often, one in between, two seldom.</summary>
    public static (double Factor, double Low, double High, int Length) Llama3 => (8, 1, 4, 128);

    public static string FamilyOf(string architecture) => architecture.Split('-')[0];

    /// <summary>A model, so many times as wide as the smallest.</summary>
    public static SmallDecoder Create(string architecture, int times = 1)
    {
        var model = new SmallDecoder(Widened(SettingsOf(architecture), times), architecture.Sum(static letter => letter));
        bool isLlama3 = architecture == "llama-llama3";
        architecture = FamilyOf(architecture);
        model.Add("token_embd", Vocabulary, model.Settings.Width);
        if (architecture == "gpt2")
            model.Add("position_embd", 64, model.Settings.Width);
        for (int block = 0; block < model.Settings.BlockCount; block++)
            model.AddBlock(architecture, $"blk.{block}.");
        model.AddNorm("output_norm", model.Settings.Width);
        if (architecture is not ("gemma" or "gemma2" or "gemma3" or "gpt2"))
            model.Add("output", Vocabulary, model.Settings.Width);
        if (isLlama3)
            model.AddFactors();
        return model;
    }

    /// <summary>What GGUF files have in place of the four numbers.</summary>
    private void AddFactors()
    {
        float[] factors = [.. Enumerable.Range(0, 4).Select(i =>
        {
            double turns = Llama3.Length / (2 * Math.PI * Math.Pow(Settings.Rotary!.Base, i / 4.0));
            double share = Math.Clamp((turns - Llama3.Low) / (Llama3.High - Llama3.Low), 0, 1);
            return (float)(1 / (((1 - share) / Llama3.Factor) + share));
        })];
        Tensors.Add(StoredTensor.Of("rope_freqs.weight", factors));
    }

    private static DecoderSettings SettingsOf(string architecture)
    {
        var plain = new DecoderSettings
        {
            Architecture = FamilyOf(architecture) is "mixtral" or "mistral" ? "llama" : FamilyOf(architecture),
            ContextLength = 64,
            Width = 24,
            BlockCount = architecture == "gemma3" ? 7 : 2,
            FeedForwardWidth = 36,
            HeadCount = 4,
            KvHeadCount = 2,
            HeadDim = 8,
            NormEpsilon = 1e-5f,
            Rotary = new RotarySettings(8, 10000f),
        };
        return architecture switch
        {
            "gemma2" => plain with { Window = 5, AttentionSoftCap = 5f, LogitSoftCap = 3f },
            "gemma3" => plain with { Window = 4, Rotary = new RotarySettings(8, 1e6f) { Factor = 8f }, WindowRotary = new RotarySettings(8, 10000f) },
            "gpt2" => plain with { Rotary = null, NormsTakeOffMean = true, KvHeadCount = 4 },
            "gptneox" => plain with { NormsTakeOffMean = true, KvHeadCount = 4, IsParallel = true, Rotary = new RotarySettings(4, 10000f) },
            "llama-linear" => plain with { Rotary = new RotarySettings(8, 10000f) { Factor = 4f } },
            "llama-yarn" => plain with { Rotary = new RotarySettings(8, 10000f) { Factor = 4f, YarnOriginalLength = 16 } },
            "mistral" => plain with { Window = 6 },
            "mixtral" => plain with { ExpertCount = 4, ExpertUsedCount = 2, ExpertWidth = 36 },
            "qwen3moe" => plain with { ExpertCount = 5, ExpertUsedCount = 3, ExpertWidth = 12 },
            _ => plain,
        };
    }

    private static DecoderSettings Widened(DecoderSettings settings, int times) => settings with
    {
        Width = settings.Width * times,
        FeedForwardWidth = settings.FeedForwardWidth * times,
        HeadDim = settings.HeadDim * times,
        ExpertWidth = settings.ExpertWidth * times,
    };

    private void AddBlock(string architecture, string name)
    {
        (int width, int queries, int keys) = (Settings.Width, Settings.HeadCount * Settings.HeadDim, Settings.KvHeadCount * Settings.HeadDim);
        AddNorm(name + "attn_norm", width);
        if (architecture is "gpt2" or "gptneox" or "phi3")
            AddLinear(name + "attn_qkv", queries + (2 * keys), width, architecture != "phi3");
        else
        {
            AddLinear(name + "attn_q", queries, width, architecture == "qwen2");
            AddLinear(name + "attn_k", keys, width, architecture == "qwen2");
            AddLinear(name + "attn_v", keys, width, architecture == "qwen2");
        }

        if (architecture is "qwen3" or "qwen3moe" or "gemma3")
        {
            Add(name + "attn_q_norm", Settings.HeadDim);
            Add(name + "attn_k_norm", Settings.HeadDim);
        }

        bool hasBiases = Settings.NormsTakeOffMean;
        AddLinear(name + "attn_output", width, queries, hasBiases);
        AddNorm(name + "ffn_norm", width);
        if (architecture is "gemma2" or "gemma3")
        {
            Add(name + "post_attention_norm", width);
            Add(name + "post_ffw_norm", width);
        }

        AddFeedForward(architecture, name, hasBiases);
    }

    private void AddFeedForward(string architecture, string name, bool hasBiases)
    {
        (int width, int inner) = (Settings.Width, Settings.FeedForwardWidth);
        if (Settings.ExpertCount > 0)
        {
            AddLinear(name + "ffn_gate_inp", Settings.ExpertCount, width, false);
            Add(name + "ffn_gate_exps", Settings.ExpertCount, Settings.ExpertWidth, width);
            Add(name + "ffn_up_exps", Settings.ExpertCount, Settings.ExpertWidth, width);
            Add(name + "ffn_down_exps", Settings.ExpertCount, width, Settings.ExpertWidth);
            return;
        }

        if (architecture is not ("gpt2" or "gptneox" or "phi3"))
            AddLinear(name + "ffn_gate", inner, width, false);
        AddLinear(name + "ffn_up", architecture == "phi3" ? 2 * inner : inner, width, hasBiases);
        AddLinear(name + "ffn_down", width, inner, hasBiases);
    }

    private void AddNorm(string name, int width)
    {
        Add(name, width);
        if (Settings.NormsTakeOffMean)
            AddNamed(name + ".bias", [width]);
    }

    private void AddLinear(string name, int outputs, int depth, bool hasBias)
    {
        Add(name, outputs, depth);
        if (hasBias)
            AddNamed(name + ".bias", [outputs]);
    }

    private void Add(string name, params int[] shape) => AddNamed(name + ".weight", shape);

    private void AddNamed(string name, int[] shape)
    {
        float[] numbers = [.. Enumerable.Range(0, shape.Aggregate(1, static (a, b) => a * b)).Select(_ => (_random.NextSingle() - 0.5f) * (shape.Length == 1 ? 2f : 0.8f))];
        Weights.Add(name, numbers);
        Tensors.Add(new StoredTensor(name, "f32", 1, [.. shape.Select(static n => (long)n)], MemoryMarshal.AsBytes<float>(numbers).ToArray()));
    }
}
