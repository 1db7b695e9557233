using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Constant nodes become constants of the Program.</summary>
internal static class ConstantImport
{
    public static void Import(NodeImport node, TensorImport tensors)
    {
        string name = $"{node.Subject} value";
        if (node.Find("value")?.Tensor is { } tensor)
            Set(node, tensors.Import(tensor, tensor.Name.Length > 0 ? tensor.Name : name));
        else if (node.Find("value_float") is { } number)
            Set(node, DraftConstant.Scalar(name, number.Float));
        else if (node.Find("value_floats") is { } numbers)
            Set(node, new DraftConstant(name, "f32", [numbers.Floats.Count], MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(numbers.Floats)).ToArray()));
        else if (node.Find("value_int") is { } integer)
            Set(node, DraftConstant.Integers(name, integer.Integer) with { Shape = [] });
        else if (node.Find("value_ints") is { } integers)
            Set(node, DraftConstant.Integers(name, [.. integers.Integers]));
        else
            throw node.Error("the value is missing or of a kind that is not supported", InvalidInputKind.Unsupported);
    }

    private static void Set(NodeImport node, DraftConstant constant) => node.Set(0, DraftValue.Of(constant));
}
