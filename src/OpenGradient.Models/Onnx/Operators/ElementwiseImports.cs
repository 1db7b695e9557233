using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Functions of one number, and arithmetic with broadcasting.</summary>
internal static class ElementwiseImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All()
    {
        foreach (string name in SameFunction)
            yield return new(name, static node => node.Set(0, node.Emit(node.Operator, null, node.Input(0))));
        foreach (string name in SameArithmetic)
            yield return new(name, static node => node.Set(0, node.Emit(node.Operator, null, node.Input(0), node.Input(1))));
        yield return new("Elu", static node => Alpha(node, 1f));
        yield return new("LeakyRelu", static node => Alpha(node, 0.01f));
        yield return new("Identity", static node => node.Set(0, node.Input(0)));
        yield return new("Max", Fold);
        yield return new("Min", Fold);
        yield return new("Sum", static node => node.Set(0, Chain(node, "Add")));
        yield return new("Mean", static node => node.Set(0, node.Emit("Div", null, Chain(node, "Add"), node.Scalar(node.InputCount))));
    }

    private static void Alpha(NodeImport node, float defaultValue) =>
        node.Set(0, node.Emit(node.Operator, new Settings().Float("alpha", node.Float("alpha", defaultValue)), node.Input(0)));

    private static void Fold(NodeImport node) => node.Set(0, Chain(node, node.Operator));

    /// <summary>((a ∘ b) ∘ c) ∘ …</summary>
    private static DraftValue Chain(NodeImport node, string name)
    {
        DraftValue folded = node.Input(0);
        for (int input = 1; input < node.InputCount; input++)
            folded = node.Emit(name, null, folded, node.Input(input));
        return folded;
    }

    private static readonly string[] SameFunction =
    [
        "Abs", "Ceil", "Erf", "Exp", "Floor", "Log", "Neg", "Reciprocal", "Relu", "Round", "Sigmoid", "Sign", "Softplus", "Sqrt", "Tanh",
    ];

    private static readonly string[] SameArithmetic = ["Add", "Sub", "Mul", "Div"];
}
