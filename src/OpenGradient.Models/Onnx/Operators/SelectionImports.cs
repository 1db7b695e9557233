using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Operators that choose elements, and that put elements in places that are computed.</summary>
internal static class SelectionImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("Compress", static node => node.Set(0, node.Emit("Compress", OptionalAxis(node), node.Input(0), node.Input(1)))),
        new("CenterCropPad", static node => node.Set(0, node.Emit("CenterCropPad", new Settings().Integers("axes", node.Integers("axes")), node.Input(0), node.Input(1)))),
        new("GatherND", static node => node.Set(0, node.Emit("GatherND", NonDefault(node, "batch_dims", 0), node.Input(0), node.Input(1)))),
        new("Hardmax", Hardmax),
        new("NonMaxSuppression", NonMaxSuppression),
        new("NonZero", static node => node.Set(0, node.Emit("NonZero", null, node.Input(0)))),
        new("OneHot", static node => node.Set(0, node.Emit("OneHot", NonDefault(node, "axis", -1), AsIndices(node, node.Input(0)), AsIndices(node, node.Input(1)), node.Input(2)))),
        new("ReverseSequence", ReverseSequence),
        new("Scatter", static node => node.Set(0, ScatterElements(node))),
        new("ScatterElements", static node => node.Set(0, ScatterElements(node))),
        new("ScatterND", static node => node.Set(0, node.Emit("ScatterND", Reduction(node, new Settings()), node.Input(0), node.Input(1), node.Input(2)))),
        new("TfIdfVectorizer", TfIdfVectorizer),
        new("TopK", TopK),
        new("Unique", Unique),
    ];

    private static Settings NonDefault(NodeImport node, string name, long defaultValue) =>
        node.Integer(name, defaultValue) is long number && number != defaultValue ? new Settings().Integer(name, number) : new Settings();

    private static Settings OptionalAxis(NodeImport node) => node.Find("axis") is { } axis ? new Settings().Integer("axis", axis.Integer) : new Settings();

    /// <summary>ONNX takes any number type here; exec-1 takes <c>i64</c>, and integers stay as they are.</summary>
    private static DraftValue AsIndices(NodeImport node, DraftValue value) => node.Emit("Cast", new Settings().Name("to", "i64"), value);

    private static Settings Reduction(NodeImport node, Settings settings)
    {
        string reduction = node.Text("reduction", "none");
        return reduction == "none" ? settings : settings.Name("reduction", NodeNames.Shorten(reduction));
    }

    private static DraftValue ScatterElements(NodeImport node) =>
        node.Emit("ScatterElements", Reduction(node, NonDefault(node, "axis", 0)), node.Input(0), node.Input(1), node.Input(2));

    /// <summary>1 where the largest element of each row is, the first of equals, else 0. Up to operator set 12 all axes from <c>axis</c> on are one row.</summary>
    private static void Hardmax(NodeImport node)
    {
        DraftValue x = node.Input(0);
        DraftValue rows = node.Opset < 13 ? node.Emit("Flatten", new Settings().Integer("axis", node.Integer("axis", 1)), x) : x;
        long axis = node.Opset < 13 ? 1 : node.Integer("axis", -1);
        DraftValue best = node.Emit("ArgMax", new Settings().Integer("axis", axis).Flag("keepdims", false), rows);
        DraftValue depth = node.Emit("Gather", null, node.Emit("Shape", null, rows), node.IntegerList(axis));
        DraftValue values = node.Emit("CastLike", null, node.IntegerList(0, 1), x);
        DraftValue marked = node.Emit("OneHot", axis == -1 ? null : new Settings().Integer("axis", axis), best, depth, values);
        node.Set(0, node.Opset < 13 ? ShapeImports.ReshapeLike(node, marked, x) : marked);
    }

    private static void NonMaxSuppression(NodeImport node)
    {
        Settings settings = node.Flag("center_point_box", false) ? new Settings().Flag("center_point_box", true) : new Settings();
        node.Set(0, node.Emit("NonMaxSuppression", settings, node.Input(0), node.Input(1), node.Optional(2), node.Optional(3), node.Optional(4)));
    }

    private static void ReverseSequence(NodeImport node)
    {
        var settings = new Settings();
        if (node.Integer("batch_axis", 1) != 1)
            settings.Integer("batch_axis", node.Integer("batch_axis", 1));
        if (node.Integer("time_axis", 0) != 0)
            settings.Integer("time_axis", node.Integer("time_axis", 0));
        node.Set(0, node.Emit("ReverseSequence", settings, node.Input(0), node.Input(1)));
    }

    private static void TfIdfVectorizer(NodeImport node)
    {
        if (node.Find("pool_int64s") is not { } pool)
            throw node.Error("only pools of integers are supported", InvalidInputKind.Unsupported);
        Settings settings = new Settings()
            .Name("mode", NodeNames.Shorten(node.Text("mode", "TF")).ToLowerInvariant())
            .Integer("min_gram", node.Integer("min_gram_length", 1))
            .Integer("max_gram", node.Integer("max_gram_length", 1))
            .Integer("max_skip", Math.Clamp(node.Integer("max_skip_count", 0), 0, int.MaxValue));
        DraftValue? weights = node.Find("weights") is { Floats.Count: > 0 } listed ? DraftValue.Of(DraftConstant.Floats("weights", [.. listed.Floats])) : null;
        node.Set(0, node.Emit(
            "TfIdf", settings, node.Input(0), node.IntegerList([.. node.Find("ngram_counts")?.Integers ?? []]), node.IntegerList([.. node.Find("ngram_indexes")?.Integers ?? []]),
            node.IntegerList([.. pool.Integers]), weights));
    }

    /// <summary>k is an attribute up to operator set 9. Without <c>sorted</c> the order is free: ours is sorted.</summary>
    private static void TopK(NodeImport node)
    {
        DraftValue count = node.Optional(1) ?? node.IntegerList(node.Integer("k", 0));
        Settings settings = NonDefault(node, "axis", -1);
        if (!node.Flag("largest", true))
            settings.Flag("largest", false);
        DraftStep step = node.EmitMany("TopK", 2, settings, node.Input(0), count);
        node.Set(0, step.Outputs[0]);
        node.Set(1, step.Outputs[1]);
    }

    private static void Unique(NodeImport node)
    {
        Settings settings = OptionalAxis(node);
        if (!node.Flag("sorted", true))
            settings.Flag("sorted", false);
        DraftStep step = node.EmitMany("Unique", 4, settings, node.Input(0));
        for (int output = 0; output < step.Outputs.Length; output++)
            node.Set(output, step.Outputs[output]);
    }
}
