using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Operators that read between elements.</summary>
internal static class SamplingImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("AffineGrid", static node => node.Set(0, node.Emit("AffineGrid", Corners(node), node.Input(0), node.Input(1)))),
        new("Col2Im", Col2Im),
        new("DeformConv", DeformConv),
        new("GridSample", GridSample),
        new("Resize", Resize),
        new("RoiAlign", RoiAlign),
        new("Upsample", static node => node.Set(0, OldResize(node))),
    ];

    private static Settings Corners(NodeImport node) => node.Flag("align_corners", false) ? new Settings().Flag("align_corners", true) : new Settings();

    private static void Col2Im(NodeImport node)
    {
        Settings settings = new Settings().Integers("strides", node.Integers("strides")).Integers("dilations", node.Integers("dilations")).Integers("pads", node.Integers("pads"));
        node.Set(0, node.Emit("Col2Im", settings, node.Input(0), node.Input(1), node.Input(2)));
    }

    private static void DeformConv(NodeImport node)
    {
        Settings settings = new Settings().Integers("strides", node.Integers("strides")).Integers("dilations", node.Integers("dilations")).Integers("pads", node.Integers("pads"));
        if (node.Integer("group", 1) != 1)
            settings.Integer("group", node.Integer("group", 1));
        if (node.Integer("offset_group", 1) != 1)
            settings.Integer("offset_group", node.Integer("offset_group", 1));
        node.Set(0, node.Emit("DeformConv", settings, node.Input(0), node.Input(1), node.Input(2), node.Optional(3), node.Optional(4)));
    }

    /// <summary>Modes were called bilinear and bicubic up to operator set 19.</summary>
    private static void GridSample(NodeImport node)
    {
        Settings settings = Corners(node);
        string name = node.Text("mode", "linear");
        string mode = name.StartsWith("bi", StringComparison.Ordinal) ? name[2..] : name;
        if (mode != "linear")
            settings.Name("mode", NodeNames.Shorten(mode));
        if (node.Text("padding_mode", "zeros") is string padding && padding != "zeros")
            settings.Name("padding_mode", NodeNames.Shorten(padding));
        node.Set(0, node.Emit("GridSample", settings, node.Input(0), node.Input(1)));
    }

    /// <summary>Corners are moved by half a pixel since operator set 16.</summary>
    private static void RoiAlign(NodeImport node)
    {
        Settings settings = new Settings().Integer("output_height", node.Integer("output_height", 1)).Integer("output_width", node.Integer("output_width", 1));
        if (node.Text("coordinate_transformation_mode", node.Opset < 16 ? "output_half_pixel" : "half_pixel") == "output_half_pixel")
            settings.Flag("half_pixel", false);
        if (node.Text("mode", "avg") is string mode && mode != "avg")
            settings.Name("mode", NodeNames.Shorten(mode));
        if (node.Integer("sampling_ratio", 0) != 0)
            settings.Integer("sampling_ratio", node.Integer("sampling_ratio", 0));
        if (node.Float("spatial_scale", 1f) != 1f)
            settings.Float("spatial_scale", node.Float("spatial_scale", 1f));
        node.Set(0, node.Emit("RoiAlign", settings, node.Input(0), node.Input(1), node.Input(2)));
    }

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

    /// <summary>Up to operator set 10: by scales alone, an output at x / scale.</summary>
    private static DraftValue OldResize(NodeImport node)
    {
        DraftValue scales = node.Optional(1) ?? DraftValue.Of(DraftConstant.Floats("scales", [.. node.Find("scales")?.Floats ?? throw node.Error("scales are missing")]));
        return node.Text("mode", "nearest") == "nearest"
            ? OldNearest(node, scales)
            : node.Emit("Resize", Mode(node).Name("coordinates", "asymmetric"), node.Input(0), null, scales);
    }

    /// <summary>The nearest element: the one above along axes that shrink, below along those that grow (the node tests of ONNX 1.5, and ONNX Runtime).</summary>
    private static DraftValue OldNearest(NodeImport node, DraftValue scales)
    {
        if (scales.Constant is { Encoding: "f32" } constant)
        {
            float[] numbers = FoldedScales.Floats(constant).ToArray();
            bool shrinks = numbers.Any(static scale => scale < 1f);
            if (!shrinks)
                return OldNearest(node, node.Input(0), scales, "floor");
            if (!numbers.Any(static scale => scale > 1f))
                return OldNearest(node, node.Input(0), scales, "ceil");
        }

        DraftValue one = DraftValue.Of(DraftConstant.Floats("one", [1f]));
        DraftValue shrunk = OldNearest(node, node.Input(0), node.Emit("Min", null, scales, one), "ceil");
        return OldNearest(node, shrunk, node.Emit("Max", null, scales, one), "floor");
    }

    private static DraftValue OldNearest(NodeImport node, DraftValue x, DraftValue scales, string which) =>
        node.Emit("Resize", new Settings().Name("coordinates", "asymmetric").Name("nearest_mode", which), x, null, scales);

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
