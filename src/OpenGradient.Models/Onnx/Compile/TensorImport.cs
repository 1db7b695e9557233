using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>From tensors in the file to constants.</summary>
internal sealed class TensorImport(ExternalData external)
{
    /// <exception cref="InvalidInputException">The type is not one of exec-1, or data and shape do not fit; the subject names the tensor.</exception>
    public DraftConstant Import(OnnxTensor tensor, string name)
    {
        ElementType type = Type(tensor.DataType, $"tensor '{NodeNames.Shorten(name)}'");
        int count = ElementCount(tensor, name, type);
        int storedBytes = PackedElements.StoredBytes(type, count);
        ReadOnlyMemory<byte> stored = tensor.IsExternal ? external.Read(tensor, name, storedBytes)
            : tensor.Raw is { } raw && (raw.Length > 0 || storedBytes == 0) ? raw
            : TypedLists.Read(tensor, type);
        if (stored.Length != storedBytes)
            throw Error(name, $"{type.CanonicalName()}[{string.Join(',', tensor.Dimensions)}] takes {storedBytes} bytes, but there are {stored.Length}");
        return new DraftConstant(name, type.CanonicalName(), [.. tensor.Dimensions], PackedElements.Unpack(type, stored, count));
    }

    /// <summary>The element type that a graph declares.</summary>
    public static ElementType Type(OnnxDataType type, string subject) => OnnxTypes.Require(type, subject);

    private static int ElementCount(OnnxTensor tensor, string name, ElementType type)
    {
        if (tensor.Dimensions.Count > ProgramValidator.MaxRank)
            throw Error(name, $"has {tensor.Dimensions.Count} dimensions; the limit is {ProgramValidator.MaxRank}");
        UInt128 count = 1;
        foreach (long dimension in tensor.Dimensions)
        {
            if (dimension < 0 || dimension > int.MaxValue)
                throw Error(name, $"{dimension} is not a dimension");
            count *= (UInt128)dimension;
            if (count * (UInt128)type.SizeBytes() > int.MaxValue)
                throw Error(name, $"[{string.Join(',', tensor.Dimensions)}] is too large", InvalidInputKind.TooLarge);
        }

        return (int)count;
    }

    private static InvalidInputException Error(string name, string what, InvalidInputKind kind = InvalidInputKind.Invalid) =>
        new(kind, $"tensor '{NodeNames.Shorten(name)}'", $"tensor '{NodeNames.Shorten(name)}': {what}.");
}
