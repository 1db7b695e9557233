using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Pools.</summary>
internal static class PoolingImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("AveragePool", AveragePool),
        new("GlobalAveragePool", static node => node.Set(0, node.Emit("ReduceMean", new Settings().Integer("first_axis", 2), node.Input(0)))),
        new("GlobalMaxPool", static node => node.Set(0, node.Emit("ReduceMax", new Settings().Integer("first_axis", 2), node.Input(0)))),
        new("MaxPool", MaxPool),
    ];

    private static void MaxPool(NodeImport node)
    {
        node.RequireOutputsBelow(1);
        if (node.Flag("storage_order", false))
            throw node.Error("storage_order 1 is not supported", InvalidInputKind.Unsupported);
        node.Set(0, node.Emit("MaxPool", Pool(node), node.Input(0)));
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
