using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Functions of one number, and arithmetic, comparisons and choices with broadcasting.</summary>
internal static class ElementwiseImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All()
    {
        foreach (string name in SameFunction)
            yield return new(name, static node => node.Set(0, node.Emit(node.Operator, null, node.Input(0))));
        foreach (string name in SameArithmetic)
            yield return new(name, static node => node.Set(0, node.Emit(node.Operator, null, node.Input(0), node.Input(1))));
        yield return new("Dropout", Dropout);
        yield return new("Greater", static node => node.Set(0, node.Emit("Less", null, node.Input(1), node.Input(0))));
        yield return new("GreaterOrEqual", static node => node.Set(0, node.Emit("LessOrEqual", null, node.Input(1), node.Input(0))));
        yield return new("IsNaN", static node => node.Set(0, node.Emit("Not", null, node.Emit("Equal", null, node.Input(0), node.Input(0)))));
        yield return new("Identity", static node => node.Set(0, node.Input(0)));
        yield return new("Max", Fold);
        yield return new("Mean", static node => node.Set(0, node.Emit("Div", null, Chain(node, "Add"), node.Scalar(node.InputCount))));
        yield return new("Min", Fold);
        yield return new("Mod", static node => node.Set(0, node.Emit("Mod", node.Flag("fmod", false) ? new Settings().Flag("fmod", true) : null, node.Input(0), node.Input(1))));
        yield return new("Sum", static node => node.Set(0, Chain(node, "Add")));
        yield return new("Where", static node => node.Set(0, node.Emit("Where", null, node.Input(0), node.Input(1), node.Input(2))));
    }

    private static void Fold(NodeImport node) => node.Set(0, Chain(node, node.Operator));

    /// <summary>((a ∘ b) ∘ c) ∘ …</summary>
    private static DraftValue Chain(NodeImport node, string name)
    {
        DraftValue folded = node.Input(0);
        for (int input = 1; input < node.InputCount; input++)
            folded = node.Emit(name, null, folded, node.Input(input));
        return folded;
    }

    /// <summary>In inference nothing is dropped, and the mask says so: in the type of the input until opset 10. In training nothing is dropped at the ratio 0.</summary>
    private static void Dropout(NodeImport node)
    {
        if (node.Has(2) && (node.Constant(2) is not { } training || training.Bytes.Span is not [0]) && !DropsNothing(node))
            throw node.Error("training mode is not supported: what it drops is random", Primitives.InvalidInputKind.Unsupported);
        node.Set(0, node.Input(0));
        if (!node.Wants(1))
            return;
        DraftValue kept = node.Opset < 10 ? node.Emit("CastLike", null, node.Scalar(1f), node.Input(0)) : node.Emit("Cast", new Settings().Name("to", "bool"), node.Scalar(1f));
        node.Set(1, node.Emit("Expand", null, kept, node.Emit("Shape", null, node.Input(0))));
    }

    private static bool DropsNothing(NodeImport node) => node.Constant(1) is { } ratio && !ratio.Bytes.Span.ContainsAnyExcept((byte)0);

    private static readonly string[] SameFunction =
    [
        "Abs", "Ceil", "Cos", "Erf", "Exp", "Floor", "Log", "Neg", "Not", "Reciprocal", "Relu", "Round", "Sigmoid", "Sign", "Sin", "Softplus", "Sqrt", "Tanh",
    ];

    private static readonly string[] SameArithmetic = ["Add", "And", "Div", "Equal", "Less", "LessOrEqual", "Mul", "Or", "Pow", "Sub", "Xor"];
}
