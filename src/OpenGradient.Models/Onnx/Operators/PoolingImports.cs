using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Pools.</summary>
internal static class PoolingImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("AveragePool", AveragePool),
        new("GlobalAveragePool", static node => node.Set(0, node.Emit("ReduceMean", new Settings().Integer("first_axis", 2), node.Input(0)))),
        new("GlobalMaxPool", static node => node.Set(0, node.Emit("ReduceMax", new Settings().Integer("first_axis", 2), node.Input(0)))),
        new("LpPool", LpPool),
        new("MaxPool", MaxPool),
        new("MaxUnpool", MaxUnpool),
    ];

    private static void LpPool(NodeImport node) =>
        node.Set(0, SpelledOutImports.Norm(node, node.Input(0), node.Integer("p", 2), powers => node.Emit("SumPool", Pool(node), powers)));

    private static void MaxPool(NodeImport node)
    {
        if (!node.Wants(1))
        {
            node.Set(0, node.Emit("MaxPool", Pool(node), node.Input(0)));
            return;
        }

        Settings settings = node.Flag("storage_order", false) ? Pool(node).Flag("storage_order", true) : Pool(node);
        DraftStep step = node.EmitMany("MaxPool", 2, settings, node.Input(0));
        node.Set(0, step.Outputs[0]);
        node.Set(1, step.Outputs[1]);
    }

    /// <summary>Places count in the shape that the window gives; a larger output shape adds zeros at the ends.</summary>
    private static void MaxUnpool(NodeImport node)
    {
        Settings settings = new Settings()
            .Integers("kernel_shape", node.Integers("kernel_shape") ?? throw node.Error("kernel_shape is missing"))
            .Integers("strides", node.Integers("strides")).Integers("pads", node.Integers("pads"));
        DraftValue y = node.Emit("MaxUnpool", settings, node.Input(0), node.Input(1));
        if (node.Optional(2) is { } shape)
        {
            DraftValue more = node.Emit("Sub", null, shape, node.Emit("Shape", null, y));
            y = node.Emit("Pad", null, y, node.Emit("Concat", new Settings().Integer("axis", 0), node.Emit("Sub", null, more, more), more));
        }

        node.Set(0, y);
    }

    private static void AveragePool(NodeImport node)
    {
        Settings settings = Pool(node);
        if (node.Flag("count_include_pad", false))
            settings.Flag("count_include_pad", true);
        node.Set(0, node.Emit("AveragePool", settings, node.Input(0)));
    }

    private static Settings Pool(NodeImport node)
    {
        Settings settings = WindowImport.Settings(node).Integers("kernel_shape", node.Integers("kernel_shape") ?? throw node.Error("kernel_shape is missing"));
        return node.Flag("ceil_mode", false) ? settings.Flag("ceil_mode", true) : settings;
    }
}
