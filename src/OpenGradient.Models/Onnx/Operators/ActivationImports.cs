using System.Buffers.Binary;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Activations: one step where exec-1 has one, else spelled out in arithmetic.</summary>
internal static class ActivationImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("Celu", Celu),
        new("Clip", Clip),
        new("Elu", static node => node.Set(0, Elu(node, node.Input(0), node.Float("alpha", 1f)))),
        new("Gelu", Gelu),
        new("HardSigmoid", static node => node.Set(0, HardSigmoid(node, node.Float("alpha", 0.2f), node.Float("beta", 0.5f)))),
        new("HardSwish", static node => node.Set(0, node.Emit("Mul", null, node.Input(0), HardSigmoid(node, 1f / 6f, 0.5f)))),
        new("LeakyRelu", static node => node.Set(0, node.Emit("LeakyRelu", new Settings().Float("alpha", node.Float("alpha", 0.01f)), node.Input(0)))),
        new("Mish", static node => node.Set(0, node.Emit("Mul", null, node.Input(0), node.Emit("Tanh", null, node.Emit("Softplus", null, node.Input(0)))))),
        new("PRelu", PRelu),
        new("Selu", Selu),
        new("Softsign", Softsign),
        new("Swish", Swish),
        new("ThresholdedRelu", ThresholdedRelu),
    ];

    private static DraftValue Elu(NodeImport node, DraftValue x, float alpha) => node.Emit("Elu", new Settings().Float("alpha", alpha), x);

    /// <summary>max(0, x) + min(0, α(e^(x/α) - 1)).</summary>
    private static void Celu(NodeImport node)
    {
        DraftValue alpha = node.Scalar(node.Float("alpha", 1f));
        node.Set(0, node.Emit("Mul", null, Elu(node, node.Emit("Div", null, node.Input(0), alpha), 1f), alpha));
    }

    /// <summary>Bounds are attributes up to operator set 10, finite unless given; inputs since, that may be absent. Constant ones of f32 become attributes of the step.</summary>
    private static void Clip(NodeImport node)
    {
        if (node.Opset < 11)
        {
            node.Set(0, Clip(node, node.Input(0), node.Float("min", float.MinValue), node.Float("max", float.MaxValue)));
            return;
        }

        if (Bound(node, 1, float.NegativeInfinity) is { } low && Bound(node, 2, float.PositiveInfinity) is { } high && (node.Has(1) || node.Has(2)))
        {
            node.Set(0, Clip(node, node.Input(0), low, high));
            return;
        }

        DraftValue x = node.Input(0);
        x = node.Has(1) ? node.Emit("Max", null, x, node.Input(1)) : x;
        node.Set(0, node.Has(2) ? node.Emit("Min", null, x, node.Input(2)) : x);
    }

    private static float? Bound(NodeImport node, int input, float absent)
    {
        if (!node.Has(input))
            return absent;
        return node.Constant(input) is { Encoding: "f32" } constant && constant.Bytes.Length == 4
            ? BinaryPrimitives.ReadSingleLittleEndian(constant.Bytes.Span)
            : null;
    }

    private static DraftValue Clip(NodeImport node, DraftValue x, float low, float high) =>
        node.Emit("Clip", new Settings().Float("low", low).Float("high", high), x);

    /// <summary>Exact, or the approximation ½x(1 + tanh(√(2/π)(x + 0.044715x³))).</summary>
    private static void Gelu(NodeImport node)
    {
        DraftValue x = node.Input(0);
        switch (node.Text("approximate", "none"))
        {
            case "none":
                node.Set(0, node.Emit("Gelu", null, x));
                break;
            case "tanh":
                DraftValue cube = node.Emit("Mul", null, node.Emit("Mul", null, x, x), x);
                DraftValue inner = node.Emit("Add", null, x, node.Emit("Mul", null, cube, node.Scalar(0.044715f)));
                DraftValue tanh = node.Emit("Tanh", null, node.Emit("Mul", null, inner, node.Scalar(0.7978845608028654f)));
                DraftValue half = node.Emit("Mul", null, x, node.Scalar(0.5f));
                node.Set(0, node.Emit("Mul", null, half, node.Emit("Add", null, tanh, node.Scalar(1f))));
                break;
            case string other:
                throw node.Error($"approximate '{NodeNames.Shorten(other)}' is unknown", InvalidInputKind.Unsupported);
        }
    }

    /// <summary>min(max(α·x + β, 0), 1).</summary>
    private static DraftValue HardSigmoid(NodeImport node, float alpha, float beta)
    {
        DraftValue line = node.Emit("Add", null, node.Emit("Mul", null, node.Input(0), node.Scalar(alpha)), node.Scalar(beta));
        return Clip(node, line, 0f, 1f);
    }

    /// <summary>x below zero is multiplied with the slope.</summary>
    private static void PRelu(NodeImport node)
    {
        DraftValue isNegative = node.Emit("Less", null, node.Input(0), node.Scalar(0f));
        node.Set(0, node.Emit("Where", null, isNegative, node.Emit("Mul", null, node.Input(0), node.Input(1)), node.Input(0)));
    }

    /// <summary>γ · Elu(x, α).</summary>
    private static void Selu(NodeImport node)
    {
        DraftValue elu = Elu(node, node.Input(0), node.Float("alpha", 1.67326319217681884765625f));
        node.Set(0, node.Emit("Mul", null, elu, node.Scalar(node.Float("gamma", 1.05070102214813232421875f))));
    }

    /// <summary>x / (1 + |x|).</summary>
    private static void Softsign(NodeImport node)
    {
        DraftValue divisor = node.Emit("Add", null, node.Emit("Abs", null, node.Input(0)), node.Scalar(1f));
        node.Set(0, node.Emit("Div", null, node.Input(0), divisor));
    }

    /// <summary>x · σ(α·x).</summary>
    private static void Swish(NodeImport node)
    {
        float alpha = node.Float("alpha", 1f);
        DraftValue x = node.Input(0);
        node.Set(0, alpha == 1f
            ? node.Emit("Silu", null, x)
            : node.Emit("Mul", null, x, node.Emit("Sigmoid", null, node.Emit("Mul", null, x, node.Scalar(alpha)))));
    }

    /// <summary>x where x is above α, else 0.</summary>
    private static void ThresholdedRelu(NodeImport node)
    {
        DraftValue isAbove = node.Emit("Less", null, node.Scalar(node.Float("alpha", 1f)), node.Input(0));
        node.Set(0, node.Emit("Where", null, isAbove, node.Input(0), node.Scalar(0f)));
    }
}
