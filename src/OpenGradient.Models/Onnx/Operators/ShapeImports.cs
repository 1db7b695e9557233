using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Operators that move elements or speak of shapes.</summary>
internal static class ShapeImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("Concat", static node => node.Set(0, node.Emit("Concat", new Settings().Integer("axis", node.Integer("axis", 0)), node.Inputs()))),
        new("DepthToSpace", DepthToSpace),
        new("Expand", static node => node.Set(0, node.Emit("Expand", null, node.Input(0), node.Input(1)))),
        new("Flatten", static node => node.Set(0, node.Emit("Flatten", new Settings().Integer("axis", node.Integer("axis", 1)), node.Input(0)))),
        new("Gather", static node => node.Set(0, node.Emit("Gather", new Settings().Integer("axis", node.Integer("axis", 0)), node.Input(0), node.Input(1)))),
        new("GatherElements", static node => node.Set(0, node.Emit("GatherElements", new Settings().Integer("axis", node.Integer("axis", 0)), node.Input(0), node.Input(1)))),
        new("Pad", Pad),
        new("Range", static node => node.Set(0, node.Emit("Range", null, node.Input(0), node.Input(1), node.Input(2)))),
        new("Reshape", static node => node.Set(0, node.Emit("Reshape", node.Flag("allowzero", false) ? new Settings().Flag("allowzero", true) : null, node.Input(0), node.Input(1)))),
        new("Shape", Shape),
        new("Size", static node => node.Set(0, node.Emit("ReduceProd", new Settings().Flag("keepdims", false), node.Emit("Shape", null, node.Input(0))))),
        new("Slice", Slice),
        new("SpaceToDepth", static node => node.Set(0, node.Emit("SpaceToDepth", new Settings().Integer("blocksize", node.Integer("blocksize", 0)), node.Input(0)))),
        new("Split", Split),
        new("Squeeze", static node => node.Set(0, node.Emit("Squeeze", null, node.Input(0), ListOrInput(node, "axes", 1)))),
        new("Tile", static node => node.Set(0, node.Emit("Tile", null, node.Input(0), node.Input(1)))),
        new("Transpose", static node => node.Set(0, node.Emit("Transpose", new Settings().Integers("perm", node.Integers("perm")), node.Input(0)))),
        new("Trilu", static node => node.Set(0, node.Emit("Trilu", node.Flag("upper", true) ? null : new Settings().Flag("upper", false), node.Input(0), node.Optional(1)))),
        new("Unsqueeze", static node => node.Set(0, node.Emit("Unsqueeze", null, node.Input(0), ListOrInput(node, "axes", 1) ?? throw node.Error("axes is missing")))),
    ];

    /// <summary>A scalar broadcast to the shape that the input gives.</summary>
    public static void ConstantOfShape(NodeImport node, TensorImport tensors)
    {
        OnnxTensor? tensor = node.Find("value")?.Tensor;
        DraftValue value = node.Scalar(0f);
        if (tensor is not null)
        {
            DraftConstant constant = tensors.Import(tensor, "value");
            if (constant.ElementCount != 1)
                throw node.Error("the value must have one element");
            value = DraftValue.Of(constant with { Shape = [] });
        }

        node.Set(0, node.Emit("Expand", null, value, node.Input(0)));
    }

    /// <summary>The elements of <paramref name="value"/> in the shape of <paramref name="model"/>; a dimension of 0 stays 0.</summary>
    public static DraftValue ReshapeLike(NodeImport node, DraftValue value, DraftValue model)
    {
        bool mayBeEmpty = model.Facts.Shape is not { } shape || Array.Exists(shape, static dimension => dimension is not > 0);
        return node.Emit("Reshape", mayBeEmpty ? new Settings().Flag("allowzero", true) : null, value, node.Emit("Shape", null, model));
    }

    private static DraftValue? ListOrInput(NodeImport node, string attribute, int input) =>
        node.Optional(input) ?? (node.Integers(attribute) is { } listed ? node.IntegerList([.. listed]) : null);

    private static void DepthToSpace(NodeImport node)
    {
        Settings settings = new Settings().Integer("blocksize", node.Integer("blocksize", 0));
        string mode = node.Text("mode", "DCR");
        node.Set(0, node.Emit("DepthToSpace", mode == "DCR" ? settings : settings.Name("mode", mode == "CRD" ? "crd" : NodeNames.Shorten(mode)), node.Input(0)));
    }

    /// <summary>Pads and value are attributes up to operator set 10.</summary>
    private static void Pad(NodeImport node)
    {
        DraftValue pads = ListOrInput(node, "pads", 1) ?? throw node.Error("pads is missing");
        DraftValue? value = node.Opset < 11 && node.Find("value") is not null ? node.Scalar(node.Float("value", 0f)) : node.Optional(2);
        string mode = node.Text("mode", "constant");
        node.Set(0, node.Emit("Pad", mode == "constant" ? null : new Settings().Name("mode", NodeNames.Shorten(mode)), node.Input(0), pads, value, node.Optional(3)));
    }

    private static void Shape(NodeImport node)
    {
        var settings = new Settings();
        if (node.Find("start") is { } start && start.Integer != 0)
            settings.Integer("start", Math.Clamp(start.Integer, int.MinValue, int.MaxValue));
        if (node.Find("end") is { } end)
            settings.Integer("end", Math.Clamp(end.Integer, int.MinValue, int.MaxValue));
        node.Set(0, node.Emit("Shape", settings, node.Input(0)));
    }

    /// <summary>Starts, ends and axes are attributes up to operator set 9.</summary>
    private static void Slice(NodeImport node)
    {
        DraftValue starts = ListOrInput(node, "starts", 1) ?? throw node.Error("starts is missing");
        DraftValue ends = ListOrInput(node, "ends", 2) ?? throw node.Error("ends is missing");
        node.Set(0, node.Emit("Slice", null, node.Input(0), starts, ends, ListOrInput(node, "axes", 3), node.Optional(4)));
    }

    private static void Split(NodeImport node)
    {
        if (node.OutputCount is 0 or > OutputLimit)
            throw node.Error($"cannot make {node.OutputCount} outputs", InvalidInputKind.TooLarge);
        if (node.Integer("num_outputs", node.OutputCount) != node.OutputCount)
            throw node.Error($"num_outputs is {node.Integer("num_outputs", 0)}, but there are {node.OutputCount} outputs");
        DraftValue? sizes = ListOrInput(node, "split", 1);
        if (sizes is null && node.Opset < 18)
            RequireEqualParts(node);
        DraftStep step = node.EmitMany(
            "Split", node.OutputCount, new Settings().Integer("axis", node.Integer("axis", 0)), node.Input(0), sizes);
        for (int output = 0; output < step.Outputs.Length; output++)
            node.Set(output, step.Outputs[output]);
    }

    /// <summary>A smaller last part came with operator set 18.</summary>
    private static void RequireEqualParts(NodeImport node)
    {
        long axis = node.Integer("axis", 0);
        bool isUnequal = node.Input(0).Facts.Shape is { } shape && axis >= -shape.Length && axis < shape.Length && shape[axis < 0 ? axis + shape.Length : axis] % node.OutputCount is > 0;
        if (isUnequal)
            throw node.Error($"its axis cannot be cut into {node.OutputCount} equal parts");
    }

    private const int OutputLimit = 4096;
}
