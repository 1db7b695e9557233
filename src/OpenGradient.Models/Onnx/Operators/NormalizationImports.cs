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
        new("GroupNormalization", GroupNormalization),
        new("InstanceNormalization", static node => node.Set(0, node.Emit("InstanceNorm", Epsilon(node), node.Input(0), node.Input(1), node.Input(2)))),
        new("LayerNormalization", LayerNormalization),
        new("LogSoftmax", Softmax),
        new("LRN", LocalResponseImport.Import),
        new("RMSNormalization", RmsNormalization),
        new("Softmax", Softmax),
    ];

    private static Settings Epsilon(NodeImport node) => new Settings().Float("epsilon", node.Float("epsilon", 1e-5f));

    private static void BatchNormalization(NodeImport node)
    {
        if (node.Flag("training_mode", false))
            throw node.Error("training mode is not supported", InvalidInputKind.Unsupported);
        node.RequireOutputsBelow(1);
        if (node.Opset < 9 && !node.Flag("spatial", true))
            node.Set(0, NormalizePlaces(node));
        else
            node.Set(0, node.Emit("BatchNorm", Epsilon(node), node.Input(0), node.Input(1), node.Input(2), node.Input(3), node.Input(4)));
    }

    /// <summary>Up to operator set 8 with <c>spatial</c> 0: a mean and a variance for each place of each channel. ((x - mean) · (scale / √(variance + ε))) + bias.</summary>
    private static DraftValue NormalizePlaces(NodeImport node)
    {
        DraftValue deviation = node.Emit("Sqrt", null, node.Emit("Add", null, node.Input(4), node.Scalar(node.Float("epsilon", 1e-5f))));
        DraftValue centred = node.Emit("Sub", null, node.Input(0), node.Input(3));
        return node.Emit("Add", null, node.Emit("Mul", null, centred, node.Emit("Div", null, node.Input(1), deviation)), node.Input(2));
    }

    /// <summary>Mean and factor are made only where they are asked for.</summary>
    private static void LayerNormalization(NodeImport node)
    {
        Settings settings = Epsilon(node);
        if (node.Integer("axis", -1) != -1)
            settings.Integer("axis", node.Integer("axis", -1));
        int count = node.Wants(2) ? 3 : node.Wants(1) ? 2 : 1;
        DraftStep step = node.EmitMany("LayerNorm", count, settings, node.Input(0), node.Input(1), node.Optional(2));
        for (int output = 0; output < count; output++)
            node.Set(output, step.Outputs[output]);
    }

    private static void RmsNormalization(NodeImport node) =>
        node.Set(0, node.Emit("RmsNorm", Epsilon(node).Integer("axis", node.Integer("axis", -1)), node.Input(0), node.Input(1)));

    /// <summary>Each group is a plane; scale and bias belong to groups up to operator set 20, to channels since.</summary>
    private static void GroupNormalization(NodeImport node)
    {
        long groups = node.Integer("num_groups", 0);
        if (groups is < 1 or > GroupLimit)
            throw node.Error($"num_groups {groups} cannot be");
        DraftValue x = node.Input(0);
        DraftValue planes = node.Emit("Reshape", null, x, node.IntegerList(0, groups, -1));
        bool isByGroup = node.Opset < 21;
        DraftValue scale = isByGroup ? node.Input(1) : Filled(node, groups, 1f);
        DraftValue bias = isByGroup ? node.Input(2) : Filled(node, groups, -0f);
        DraftValue y = node.Emit("InstanceNorm", Epsilon(node), planes, scale, bias);
        if (!isByGroup)
        {
            DraftValue channels = node.Emit("Concat", new Settings().Integer("axis", 0), node.IntegerList(0), node.Emit("Shape", null, node.Input(1)), node.IntegerList(-1));
            y = node.Emit("Reshape", null, y, channels);
            y = node.Emit("Mul", null, y, node.Emit("Unsqueeze", null, node.Input(1), node.IntegerList(1)));
            y = node.Emit("Add", null, y, node.Emit("Unsqueeze", null, node.Input(2), node.IntegerList(1)));
        }

        node.Set(0, ShapeImports.ReshapeLike(node, y, x));
    }

    private static DraftValue Filled(NodeImport node, long count, float number) =>
        node.Emit("Expand", null, node.Scalar(number), node.IntegerList(count));

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
        node.Set(0, ShapeImports.ReshapeLike(node, node.Emit(node.Operator, null, flat), x));
    }

    private const long GroupLimit = 1 << 24;
}
