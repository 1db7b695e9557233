using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Operators.MachineLearning;

/// <summary><c>LabelEncoder</c>: the value beside the key that an element is; what is no key has a value of its own.</summary>
internal static class LabelEncoderImport
{
    public static void Import(NodeImport node, TensorImport tensors)
    {
        DraftConstant keys = List(node, tensors, "keys"), values = List(node, tensors, "values");
        if (keys.ElementCount != values.ElementCount || keys.ElementCount is 0 or > MostKeys)
            throw node.Error($"it has no keys, more than {MostKeys}, or not as many values");
        DraftValue x = node.Input(0);
        DraftValue own = keys.Encoding == x.Type?.CanonicalName() ? DraftValue.Of(keys) : node.Emit("CastLike", null, DraftValue.Of(keys), x);
        DraftValue isKey = node.Emit("Cast", new Settings().Name("to", "i64"), node.Emit("Equal", null, node.Emit("Unsqueeze", null, x, node.IntegerList(-1)), own));
        Settings last = new Settings().Integer("axis", -1).Flag("keepdims", false);
        DraftValue place = node.Emit("ArgMax", last, isKey);
        DraftValue isKnown = node.Emit("Cast", new Settings().Name("to", "bool"), node.Emit("ReduceMax", new Settings().Flag("keepdims", false), isKey, node.IntegerList(-1)));
        DraftValue found = node.Emit("Gather", new Settings().Integer("axis", 0), DraftValue.Of(values), place);
        node.Set(0, node.Emit("Where", null, isKnown, found, DraftValue.Of(Default(node, tensors, values.Encoding))));
    }

    /// <summary>A list of whole or real numbers, in an attribute of that type or as a tensor.</summary>
    private static DraftConstant List(NodeImport node, TensorImport tensors, string name)
    {
        if (node.Find($"{name}_int64s") is { Integers.Count: > 0 } integers)
            return DraftConstant.Integers(name, [.. integers.Integers]);
        if (node.Find($"{name}_floats") is { Floats.Count: > 0 } floats)
            return DraftConstant.Floats(name, [.. floats.Floats]);
        return node.Find($"{name}_tensor")?.Tensor is { } tensor && tensors.Import(tensor, name) is var list && list.Shape.Length == 1
            ? list
            : throw node.Error("text is not supported; keys and values that are numbers are", InvalidInputKind.Unsupported);
    }

    private static DraftConstant Default(NodeImport node, TensorImport tensors, string encoding)
    {
        if (node.Find("default_tensor")?.Tensor is { } tensor)
            return tensors.Import(tensor, "default");
        return encoding == "f32" ? DraftConstant.Scalar("default", node.Float("default_float", -0f)) : DraftConstant.Integers("default", node.Integer("default_int64", -1)) with { Shape = [] };
    }

    private const int MostKeys = 1 << 16; // every element is compared with every key
}
