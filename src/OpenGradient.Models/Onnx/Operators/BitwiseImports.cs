using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Functions of bits and of angles, which are the same in exec-1.</summary>
internal static class BitwiseImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> All()
    {
        foreach (string name in OneInput)
            yield return new(name, static node => node.Set(0, node.Emit(node.Operator, null, node.Input(0))));
        foreach (string name in TwoInputs)
            yield return new(name, static node => node.Set(0, node.Emit(node.Operator, null, node.Input(0), node.Input(1))));
        yield return new("BitShift", static node =>
            node.Set(0, node.Emit("BitShift", node.Text("direction", "") == "LEFT" ? null : new Settings().Name("direction", "right"), node.Input(0), node.Input(1))));
    }

    private static readonly string[] OneInput = ["Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "BitwiseNot", "Cosh", "Sinh", "Tan"];

    private static readonly string[] TwoInputs = ["BitwiseAnd", "BitwiseOr", "BitwiseXor"];
}
