using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Dense layers, matrix products and convolutions.</summary>
internal static class ProductImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("Gemm", Gemm),
        new("MatMul", MatMul),
        new("Conv", Conv),
        new("ConvTranspose", ConvTranspose),
    ];

    /// <summary>alpha · A' · B' + beta · C. The usual dense layer is one step; everything else is spelled out.</summary>
    private static void Gemm(NodeImport node)
    {
        DraftValue a = node.Flag("transA", false) ? Transpose(node, node.Input(0)) : node.Input(0);
        float alpha = node.Float("alpha", 1f);
        float beta = node.Float("beta", 1f);
        DraftConstant? weights = node.Constant(1) is { Encoding: "f32", Shape.Length: 2 } constant
            ? node.Flag("transB", false) ? constant : ConstantTranspose.Of(constant)
            : null;
        DraftValue? bias = node.Has(2) && beta != 0f ? node.Input(2) : null;
        bool isFusedBias = bias is null || (beta == 1f && bias.Constant is { Encoding: "f32", Shape.Length: 1 } c && c.Shape[0] == weights?.Shape[0]);
        if (weights is not null && alpha == 1f && isFusedBias)
        {
            node.Set(0, node.Emit("Linear", null, a, DraftValue.Of(weights), bias));
            return;
        }

        DraftValue b = node.Flag("transB", false) ? Transpose(node, node.Input(1)) : node.Input(1);
        DraftValue product = weights is not null ? node.Emit("Linear", null, a, DraftValue.Of(weights)) : node.Emit("MatMul", null, a, b);
        product = alpha == 1f ? product : node.Emit("Mul", null, product, node.Scalar(alpha));
        if (bias is not null)
            product = node.Emit("Add", null, product, beta == 1f ? bias : node.Emit("Mul", null, bias, node.Scalar(beta)));
        node.Set(0, product);
    }

    /// <summary>A constant right operand of two dimensions is a linear layer.</summary>
    private static void MatMul(NodeImport node)
    {
        DraftValue product = node.Constant(1) is { Encoding: "f32", Shape.Length: 2 } weights
            ? node.Emit("Linear", null, node.Input(0), DraftValue.Of(ConstantTranspose.Of(weights)))
            : node.Emit("MatMul", null, node.Input(0), node.Input(1));
        node.Set(0, product);
    }

    private static void Conv(NodeImport node)
    {
        Settings settings = WindowImport.Settings(node);
        if (node.Integer("group", 1) != 1)
            settings.Integer("group", node.Integer("group", 1));
        if (node.Integers("kernel_shape") is { } kernel && node.Constant(1) is { } weights && !weights.Shape.Skip(2).SequenceEqual(kernel))
            throw node.Error($"kernel_shape [{string.Join(',', kernel)}] is not that of the weights [{string.Join(',', weights.Shape)}]");
        node.Set(0, node.Emit("Conv", settings, node.Input(0), node.Input(1), node.Optional(2)));
    }

    private static void ConvTranspose(NodeImport node)
    {
        Settings settings = WindowImport.Settings(node).Integers("output_padding", node.Integers("output_padding")).Integers("output_shape", OutputShape(node));
        if (node.Integer("group", 1) != 1)
            settings.Integer("group", node.Integer("group", 1));
        node.Set(0, node.Emit("ConvTranspose", settings, node.Input(0), node.Input(1), node.Optional(2)));
    }

    /// <summary>The sizes of the axes that the window moves along; older models name batch and channels before them.</summary>
    private static List<long>? OutputShape(NodeImport node)
    {
        List<long>? shape = node.Integers("output_shape");
        int? axes = node.Integers("kernel_shape")?.Count ?? node.Constant(1)?.Shape.Length - 2 ?? node.Integers("strides")?.Count;
        return shape is not null && shape.Count == axes + 2 ? shape[2..] : shape;
    }

    private static DraftValue Transpose(NodeImport node, DraftValue value) => node.Emit("Transpose", new Settings().Integers("perm", [1, 0]), value);
}
