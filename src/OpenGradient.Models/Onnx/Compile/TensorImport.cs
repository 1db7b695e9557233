using System.Buffers.Binary;
using System.Runtime.InteropServices;
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
        string encoding = Encoding(tensor, name);
        long byteCount = ByteCount(tensor, name, encoding);
        ReadOnlyMemory<byte> bytes = tensor.IsExternal ? external.Read(tensor, name, byteCount)
            : tensor.Raw is { } raw && (raw.Length > 0 || byteCount == 0) ? raw
            : FromLists(tensor, name, encoding, byteCount);
        if (bytes.Length != byteCount)
            throw Error(name, $"{encoding}[{string.Join(',', tensor.Dimensions)}] takes {byteCount} bytes, but there are {bytes.Length}");
        return new DraftConstant(name, encoding, [.. tensor.Dimensions], bytes);
    }

    /// <summary>The element type that a graph declares.</summary>
    public static ElementType Type(OnnxDataType type, string subject) => type switch
    {
        OnnxDataType.Float => ElementType.Float32,
        OnnxDataType.Int64 => ElementType.Int64,
        OnnxDataType.Int32 => ElementType.Int32,
        OnnxDataType.Int8 => ElementType.Int8,
        OnnxDataType.UInt8 => ElementType.UInt8,
        OnnxDataType.Bool => ElementType.Bool,
        _ => throw new InvalidInputException(InvalidInputKind.Unsupported, subject, $"{subject} has the element type {type}; float32, int64, int32, int8, uint8 and bool are understood."),
    };

    private static string Encoding(OnnxTensor tensor, string name) => Type(tensor.DataType, $"tensor '{NodeNames.Shorten(name)}'").CanonicalName();

    private static long ByteCount(OnnxTensor tensor, string name, string encoding)
    {
        if (tensor.Dimensions.Count > ProgramValidator.MaxRank)
            throw Error(name, $"has {tensor.Dimensions.Count} dimensions; the limit is {ProgramValidator.MaxRank}");
        if (!ElementTypes.TryParse(encoding, out ElementType type))
            throw Error(name, $"the encoding {encoding} is unknown");
        UInt128 byteCount = (UInt128)type.SizeBytes();
        foreach (long dimension in tensor.Dimensions)
        {
            if (dimension < 0 || dimension > int.MaxValue)
                throw Error(name, $"{dimension} is not a dimension");
            byteCount *= (UInt128)dimension;
            if (byteCount > int.MaxValue)
                throw Error(name, $"[{string.Join(',', tensor.Dimensions)}] is too large", InvalidInputKind.TooLarge);
        }

        return (long)byteCount;
    }

    /// <summary>The typed lists of TensorProto, by which small tensors are stored.</summary>
    private static byte[] FromLists(OnnxTensor tensor, string name, string encoding, long byteCount)
    {
        int count = encoding switch
        {
            "f32" => tensor.Floats.Count,
            "i64" => tensor.Int64s.Count,
            _ => tensor.Int32s.Count,
        };
        int elementBytes = encoding switch
        {
            "f32" or "i32" => 4,
            "i64" => 8,
            _ => 1,
        };
        if ((long)count * elementBytes != byteCount)
            throw Error(name, $"[{string.Join(',', tensor.Dimensions)}] asks for {byteCount / elementBytes} elements, but there are {count}");
        byte[] bytes = new byte[byteCount];
        Fill(tensor, encoding, bytes);
        return bytes;
    }

    private static void Fill(OnnxTensor tensor, string encoding, byte[] bytes)
    {
        switch (encoding)
        {
            case "f32":
                MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(tensor.Floats)).CopyTo(bytes);
                break;
            case "i64":
                MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(tensor.Int64s)).CopyTo(bytes);
                break;
            case "i32":
                for (int i = 0; i < tensor.Int32s.Count; i++)
                    BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), unchecked((int)tensor.Int32s[i]));
                break;
            default:
                for (int i = 0; i < tensor.Int32s.Count; i++)
                    bytes[i] = unchecked((byte)tensor.Int32s[i]);
                break;
        }
    }

    private static InvalidInputException Error(string name, string what, InvalidInputKind kind = InvalidInputKind.Invalid) =>
        new(kind, $"tensor '{NodeNames.Shorten(name)}'", $"tensor '{NodeNames.Shorten(name)}': {what}.");
}
