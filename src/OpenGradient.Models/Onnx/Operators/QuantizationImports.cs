using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Quantised values: to and from floats, and products in integers.</summary>
internal static class QuantizationImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("ConvInteger", static node => node.Set(0, node.Emit("ConvInteger", Windows(node), node.Input(0), node.Input(1), node.Optional(2), node.Optional(3)))),
        new("DequantizeLinear", DequantizeLinear),
        new("DynamicQuantizeLinear", DynamicQuantizeLinear),
        new("MatMulInteger", static node => node.Set(0, node.Emit("MatMulInteger", null, node.Input(0), node.Input(1), node.Optional(2), node.Optional(3)))),
        new("QLinearConv", QLinearConv),
        new("QLinearMatMul", QLinearMatMul),
        new("QuantizeLinear", QuantizeLinear),
    ];

    private static void QuantizeLinear(NodeImport node)
    {
        Settings settings = Blocks(node);
        if (!node.Has(2) && node.Integer("output_dtype", 0) is not 0 and var type)
            settings.Name("to", Type(node, type));
        if (!node.Flag("saturate", true))
            settings.Flag("saturate", false);
        node.Set(0, node.Emit("QuantizeLinear", settings, node.Input(0), node.Input(1), node.Optional(2)));
    }

    private static void DequantizeLinear(NodeImport node)
    {
        Settings settings = Blocks(node);
        if (node.Integer("output_dtype", 0) is not 0 and var type)
            settings.Name("to", Type(node, type));
        node.Set(0, node.Emit("DequantizeLinear", settings, node.Input(0), node.Input(1), node.Optional(2)));
    }

    private static Settings Blocks(NodeImport node)
    {
        var settings = new Settings();
        if (node.Integer("axis", 1) != 1)
            settings.Integer("axis", node.Integer("axis", 1));
        if (node.Integer("block_size", 0) != 0)
            settings.Integer("block", node.Integer("block_size", 0));
        return settings;
    }

    private static string Type(NodeImport node, long type) =>
        OnnxTypes.Require((OnnxDataType)type, $"{node.Subject}: the output").CanonicalName();

    /// <summary>To <c>u8</c>, the range chosen so that it holds 0 and every element.</summary>
    private static void DynamicQuantizeLinear(NodeImport node)
    {
        DraftValue x = node.Input(0);
        Settings all = new Settings().Flag("keepdims", false);
        DraftValue zero = node.Scalar(0f);
        DraftValue largest = node.Emit("Max", null, node.Emit("ReduceMax", all, x), zero);
        DraftValue smallest = node.Emit("Min", null, node.Emit("ReduceMin", all, x), zero);
        DraftValue width = node.Emit("Sub", null, largest, smallest);
        width = node.Emit("Where", null, node.Emit("Equal", null, largest, smallest), node.Scalar(1f), width);
        DraftValue scale = node.Emit("Div", null, width, node.Scalar(255f));
        DraftValue start = node.Emit("Sub", null, zero, node.Emit("Div", null, smallest, scale));
        start = node.Emit("Round", null, node.Emit("Clip", new Settings().Float("low", 0f).Float("high", 255f), start));
        DraftValue zeroPoint = node.Emit("Cast", new Settings().Name("to", "u8"), start);
        node.Set(0, node.Emit("QuantizeLinear", null, x, scale, zeroPoint));
        node.Set(1, scale);
        node.Set(2, zeroPoint);
    }

    private static void QLinearMatMul(NodeImport node)
    {
        DraftValue product = node.Emit("MatMulInteger", null, node.Input(0), node.Input(3), node.Optional(2), node.Optional(5));
        DraftValue factor = Factor(node, node.Input(1), node.Input(4), node.Input(6));
        node.Set(0, node.Emit("Requantize", new Settings().Integer("axis", -1), product, factor, ZeroPoint(node, node.Input(7))));
    }

    private static void QLinearConv(NodeImport node)
    {
        DraftValue product = node.Emit("ConvInteger", Windows(node), node.Input(0), node.Input(3), node.Optional(2), node.Optional(5));
        DraftValue factor = Factor(node, node.Input(1), node.Input(4), node.Input(6));
        node.Set(0, node.Emit("Requantize", null, product, factor, ZeroPoint(node, node.Input(7)), node.Optional(8)));
    }

    private static DraftValue ZeroPoint(NodeImport node, DraftValue zero) => zero.Constant is { Shape.Length: > 1 }
        ? throw node.Error("the zero point of the output must be one for all", InvalidInputKind.Unsupported)
        : zero;

    /// <summary>(scale of a · scale of b) / scale of y, in binary32; worked out here if the scales are constants.</summary>
    private static DraftValue Factor(NodeImport node, DraftValue a, DraftValue b, DraftValue y)
    {
        if (FoldedScales.TryFactor(a.Constant, b.Constant, y.Constant) is { } factor)
            return DraftValue.Of(factor);
        return node.Emit("Div", null, node.Emit("Mul", null, Float(node, a), Float(node, b)), Float(node, y));
    }

    /// <summary>A scale as binary32, of at most one dimension.</summary>
    private static DraftValue Float(NodeImport node, DraftValue scale) => scale.Constant?.Encoding == "f32" || scale.Input?.Type == ElementType.Float32
        ? scale
        : node.Emit("Cast", new Settings().Name("to", "f32"), scale);

    private static Settings Windows(NodeImport node)
    {
        Settings settings = WindowImport.Settings(node);
        return node.Integer("group", 1) == 1 ? settings : settings.Integer("group", node.Integer("group", 1));
    }
}
