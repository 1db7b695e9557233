using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Operators that read between elements.</summary>
internal static class SamplingImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("Resize", Resize),
        new("Upsample", static node => node.Set(0, OldResize(node))),
    ];

    private static void Resize(NodeImport node)
    {
        if (node.Opset < 11)
        {
            node.Set(0, OldResize(node));
            return;
        }

        Settings settings = Mode(node);
        foreach ((string name, string written, string usual) in Names)
        {
            string value = node.Text(name, usual);
            if (value != usual)
                settings.Name(written, NodeNames.Shorten(value));
        }

        foreach (string flag in Flags)
        {
            if (node.Flag(flag, false))
                settings.Flag(flag, true);
        }

        foreach ((string name, float usual) in Numbers)
        {
            if (node.Float(name, usual) is float number && number != usual)
                settings.Float(name, number);
        }

        node.Set(0, node.Emit("Resize", settings.Integers("axes", node.Integers("axes")), node.Input(0), node.Optional(1), node.Optional(2), node.Optional(3)));
    }

    /// <summary>Up to operator set 10: by scales alone, an output at x / scale, the nearest element below.</summary>
    private static DraftValue OldResize(NodeImport node)
    {
        DraftValue scales = node.Optional(1) ?? DraftValue.Of(DraftConstant.Floats("scales", [.. node.Find("scales")?.Floats ?? throw node.Error("scales are missing")]));
        return node.Emit("Resize", Mode(node).Name("coordinates", "asymmetric").Name("nearest_mode", "floor"), node.Input(0), null, scales);
    }

    private static Settings Mode(NodeImport node) => node.Text("mode", "nearest") switch
    {
        "nearest" => new Settings(),
        "linear" or "bilinear" => new Settings().Name("mode", "linear"),
        "cubic" => new Settings().Name("mode", "cubic"),
        string other => throw node.Error($"mode '{NodeNames.Shorten(other)}' is unknown", InvalidInputKind.Unsupported),
    };

    private static readonly (string Name, string Written, string Usual)[] Names =
    [
        ("coordinate_transformation_mode", "coordinates", "half_pixel"),
        ("keep_aspect_ratio_policy", "keep_aspect_ratio_policy", "stretch"),
        ("nearest_mode", "nearest_mode", "round_prefer_floor"),
    ];

    private static readonly string[] Flags = ["antialias", "exclude_outside"];

    private static readonly (string Name, float Usual)[] Numbers = [("cubic_coeff_a", -0.75f), ("extrapolation_value", 0f)];
}
