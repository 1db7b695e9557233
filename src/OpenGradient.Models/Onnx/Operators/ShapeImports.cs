using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Operators that move elements or speak of shapes.</summary>
internal static class ShapeImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All() =>
    [
        new("Concat", static node => node.Set(0, node.Emit("Concat", new Settings().Integer("axis", node.Integer("axis", 0)), node.Inputs()))),
        new("Flatten", static node => node.Set(0, node.Emit("Flatten", new Settings().Integer("axis", node.Integer("axis", 1)), node.Input(0)))),
        new("Reshape", static node => node.Set(0, node.Emit("Reshape", node.Flag("allowzero", false) ? new Settings().Flag("allowzero", true) : null, node.Input(0), node.Input(1)))),
        new("Slice", Slice),
        new("Transpose", static node => node.Set(0, node.Emit("Transpose", new Settings().Integers("perm", node.Integers("perm")), node.Input(0)))),
    ];

    /// <summary>Starts, ends and axes are attributes up to operator set 9.</summary>
    private static void Slice(NodeImport node)
    {
        if (node.Opset >= 10)
        {
            node.Set(0, node.Emit("Slice", null, node.Input(0), node.Input(1), node.Input(2), node.Optional(3), node.Optional(4)));
            return;
        }

        DraftValue starts = node.IntegerList([.. node.Integers("starts") ?? throw node.Error("starts is missing")]);
        DraftValue ends = node.IntegerList([.. node.Integers("ends") ?? throw node.Error("ends is missing")]);
        DraftValue? axes = node.Integers("axes") is { } listed ? node.IntegerList([.. listed]) : null;
        node.Set(0, node.Emit("Slice", null, node.Input(0), starts, ends, axes));
    }
}
