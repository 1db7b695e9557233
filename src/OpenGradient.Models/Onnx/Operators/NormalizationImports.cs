using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Normalisations and softmaxes.</summary>
internal static class NormalizationImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("BatchNormalization", BatchNormalization),
        new("InstanceNormalization", static node => node.Set(0, node.Emit("InstanceNorm", Epsilon(node), node.Input(0), node.Input(1), node.Input(2)))),
        new("LayerNormalization", LayerNormalization),
        new("LogSoftmax", Softmax),
        new("RMSNormalization", RmsNormalization),
        new("Softmax", Softmax),
    ];

    private static Settings Epsilon(NodeImport node) => new Settings().Float("epsilon", node.Float("epsilon", 1e-5f));

    private static void BatchNormalization(NodeImport node)
    {
        node.RequireOutputsBelow(1);
        if (node.Flag("training_mode", false) || !node.Flag("spatial", true))
            throw node.Error("only inference over channels is supported", InvalidInputKind.Unsupported);
        node.Set(0, node.Emit("BatchNorm", Epsilon(node), node.Input(0), node.Input(1), node.Input(2), node.Input(3), node.Input(4)));
    }

    private static void LayerNormalization(NodeImport node)
    {
        node.RequireOutputsBelow(1);
        Settings settings = Epsilon(node);
        if (node.Integer("axis", -1) != -1)
            settings.Integer("axis", node.Integer("axis", -1));
        node.Set(0, node.Emit("LayerNorm", settings, node.Input(0), node.Input(1), node.Optional(2)));
    }

    private static void RmsNormalization(NodeImport node)
    {
        if (node.Integer("axis", -1) != -1 || node.Constant(1) is not { Shape.Length: 1 })
            throw node.Error("only the last axis with a constant scale is supported", InvalidInputKind.Unsupported);
        node.Set(0, node.Emit("RmsNorm", Epsilon(node), node.Input(0), node.Input(1)));
    }

    /// <summary>Up to operator set 12 all axes from <c>axis</c> on are one row; since then it is one axis.</summary>
    private static void Softmax(NodeImport node)
    {
        DraftValue x = node.Input(0);
        if (node.Opset >= 13)
        {
            long axis = node.Integer("axis", -1);
            node.Set(0, node.Emit(node.Operator, axis == -1 ? null : new Settings().Integer("axis", axis), x));
            return;
        }

        DraftValue flat = node.Emit("Flatten", new Settings().Integer("axis", node.Integer("axis", 1)), x);
        node.Set(0, node.Emit("Reshape", null, node.Emit(node.Operator, null, flat), node.Emit("Shape", null, x)));
    }
}
