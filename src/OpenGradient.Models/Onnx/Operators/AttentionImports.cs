using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Attention and what goes with it in language models.</summary>
internal static class AttentionImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("Attention", Attention),
        new("CausalConvWithState", CausalConvWithState),
        new("LinearAttention", LinearAttention),
        new("RotaryEmbedding", RotaryEmbedding),
        new("SwiGLU", SwiGlu),
        new("TensorScatter", TensorScatter),
    ];

    private static void Attention(NodeImport node)
    {
        RefuseWindow(node, "left_window_size");
        RefuseWindow(node, "right_window_size");
        long heads = Heads(node, 0, "q_num_heads");
        long kvHeads = Heads(node, 1, "kv_num_heads");
        DraftValue k = node.Input(1);
        DraftValue v = node.Input(2);
        bool wantsPresent = node.Wants(1) || node.Wants(2) || node.Has(4) || node.Has(5);
        if (wantsPresent && kvHeads > 0)
        {
            k = SplitHeads(node, k, kvHeads);
            v = SplitHeads(node, v, kvHeads);
            kvHeads = 0;
        }

        k = node.Has(4) ? node.Emit("Concat", new Settings().Integer("axis", 2), node.Input(4), k) : k;
        v = node.Has(5) ? node.Emit("Concat", new Settings().Integer("axis", 2), node.Input(5), v) : v;
        node.Set(1, k);
        node.Set(2, v);
        bool isCausal = node.Flag("is_causal", false);
        DraftStep step = node.EmitMany(
            "Attention",
            node.Wants(3) ? 2 : 1,
            AttentionSettings(node, heads, kvHeads, isCausal),
            node.Input(0),
            k,
            v,
            node.Optional(3),
            node.Optional(6),
            isCausal ? Offset(node) : null);
        node.Set(0, step.Outputs[0]);
        if (node.Wants(3))
            node.Set(3, step.Outputs[1]);
    }

    private static Settings AttentionSettings(NodeImport node, long heads, long kvHeads, bool isCausal)
    {
        var settings = new Settings();
        if (heads > 0)
            settings.Integer("heads", heads);
        if (kvHeads > 0)
            settings.Integer("kvHeads", kvHeads);
        if (node.Find("scale") is { } scale)
            settings.Float("scale", scale.Float);
        if (node.Float("softcap", 0f) != 0f)
            settings.Float("softcap", node.Float("softcap", 0f));
        if (isCausal)
            settings.Flag("causal", true);
        long mode = node.Integer("qk_matmul_output_mode", 0);
        if (mode is < 0 or > 3)
            throw node.Error($"qk_matmul_output_mode {mode} is unknown", InvalidInputKind.Unsupported);
        if (node.Wants(3) && mode > 0)
            settings.Name("scores", Stages[mode]);
        return settings;
    }

    /// <summary>How many positions come before the first row: those of the past, or those that are there less the rows.</summary>
    private static DraftValue? Offset(NodeImport node)
    {
        if (node.Has(4))
            return node.Emit("Shape", new Settings().Integer("end", 3).Integer("start", 2), node.Input(4));
        return node.Has(6)
            ? node.Emit("Sub", null, node.Input(6), node.Emit("Shape", new Settings().Integer("end", -1).Integer("start", -2), node.Input(0)))
            : null;
    }

    /// <summary>How many heads lie in the last dimension; 0 if they have a dimension of their own, which they have unless the attribute is given.</summary>
    private static long Heads(NodeImport node, int input, string attribute)
    {
        long heads = node.Integer(attribute, 0);
        return KnownShape.Rank(node.Input(input)) == 4 ? 0
            : heads is >= 0 and <= int.MaxValue ? heads
            : throw node.Error($"{attribute} {heads} cannot be");
    }

    /// <summary>[batch, rows, heads · headDim] → [batch, heads, rows, headDim].</summary>
    private static DraftValue SplitHeads(NodeImport node, DraftValue x, long heads) =>
        node.Emit("Transpose", new Settings().Integers("perm", [0, 2, 1, 3]), node.Emit("Reshape", null, x, node.IntegerList(0, 0, heads, -1)));

    private static void RefuseWindow(NodeImport node, string attribute)
    {
        if (node.Integer(attribute, -1) != -1)
            throw node.Error($"{attribute} is not supported", InvalidInputKind.Unsupported);
    }

    private static void RotaryEmbedding(NodeImport node)
    {
        long heads = Heads(node, 0, "num_heads");
        long dimensions = node.Integer("rotary_embedding_dim", 0);
        if (dimensions > 0 && KnownShape.Rank(node.Input(1)) is { } rank && KnownShape.Dimension(node.Input(1), rank - 1) is { } pairs && 2 * pairs != dimensions)
            throw node.Error($"rotary_embedding_dim {dimensions} does not fit a table of {pairs} pairs");
        var settings = new Settings();
        if (heads > 0)
            settings.Integer("heads", heads);
        if (node.Flag("interleaved", false))
            settings.Flag("interleaved", true);
        node.Set(0, node.Emit("RotaryEmbedding", settings, node.Input(0), node.Input(1), node.Input(2), node.Optional(3)));
    }

    private static void LinearAttention(NodeImport node)
    {
        string rule = node.Text("update_rule", "gated_delta");
        (bool hasDecay, bool hasBeta) = rule switch
        {
            "linear" => (false, false),
            "gated" => (true, false),
            "delta" => (false, true),
            "gated_delta" => (true, true),
            _ => throw node.Error($"update_rule '{NodeNames.Shorten(rule)}' is unknown", InvalidInputKind.Unsupported),
        };
        if ((hasDecay && !node.Has(4)) || (hasBeta && !node.Has(5)))
            throw node.Error($"update_rule '{rule}' needs decay or beta, which is missing");
        Settings settings = new Settings().Integer("heads", node.Integer("q_num_heads", 0)).Integer("kvHeads", node.Integer("kv_num_heads", 0));
        if (node.Float("scale", 0f) != 0f)
            settings.Float("scale", node.Float("scale", 0f));
        DraftStep step = node.EmitMany(
            "LinearAttention", 2, settings, node.Input(0), node.Input(1), node.Input(2), node.Optional(3), hasDecay ? node.Input(4) : null, hasBeta ? node.Input(5) : null);
        node.Set(0, step.Outputs[0]);
        node.Set(1, step.Outputs[1]);
    }

    /// <summary>A convolution of each channel by itself over what came before and the input; what the next part needs is handed on.</summary>
    private static void CausalConvWithState(NodeImport node)
    {
        if (KnownShape.Dimension(node.Input(1), 0) is not { } channels || KnownShape.Dimension(node.Input(1), 2) is not { } taps || taps < 1)
            throw node.Error("the shape of the weights must be known", InvalidInputKind.Unsupported);
        DraftValue x = node.Has(3)
            ? node.Emit("Concat", new Settings().Integer("axis", 2), node.Input(3), node.Input(0))
            : node.Emit("Pad", null, node.Input(0), node.IntegerList(0, 0, taps - 1, 0, 0, 0));
        DraftValue y = node.Emit("Conv", new Settings().Integer("group", channels), x, node.Input(1), node.Optional(2));
        string activation = node.Text("activation", "none");
        node.Set(0, activation switch
        {
            "none" => y,
            "silu" or "swish" => node.Emit("Silu", null, y),
            _ => throw node.Error($"activation '{NodeNames.Shorten(activation)}' is unknown", InvalidInputKind.Unsupported),
        });
        if (!node.Wants(1))
            return;
        node.Set(1, taps == 1
            ? node.Emit("Slice", null, x, node.IntegerList(0), node.IntegerList(0), node.IntegerList(2))
            : node.Emit("Slice", null, x, node.IntegerList(1 - taps), node.IntegerList(long.MaxValue), node.IntegerList(2)));
    }

    /// <summary>(a · σ(α·a)) · b.</summary>
    private static void SwiGlu(NodeImport node)
    {
        DraftValue a = node.Input(0);
        float alpha = node.Float("alpha", 1f);
        DraftValue gate = alpha == 1f
            ? node.Emit("Silu", null, a)
            : node.Emit("Mul", null, a, node.Emit("Sigmoid", null, node.Emit("Mul", null, a, node.Scalar(alpha))));
        node.Set(0, node.Emit("Mul", null, gate, node.Input(1)));
    }

    private static void TensorScatter(NodeImport node)
    {
        string mode = node.Text("mode", "linear");
        if (mode is not ("linear" or "circular"))
            throw node.Error($"mode '{NodeNames.Shorten(mode)}' is unknown", InvalidInputKind.Unsupported);
        var settings = new Settings();
        if (node.Integer("axis", -2) != -2)
            settings.Integer("axis", node.Integer("axis", -2));
        if (mode == "circular")
            settings.Flag("circular", true);
        node.Set(0, node.Emit("TensorScatter", settings, node.Input(0), node.Input(1), node.Optional(2)));
    }

    private static readonly string[] Stages = ["scaled", "capped", "masked", "weights"];
}
