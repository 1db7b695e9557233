using System.Runtime.InteropServices;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>The typed lists of TensorProto, by which small tensors are stored.</summary>
internal static class TypedLists
{
    /// <summary>The bytes that the list stands for, as raw_data would have them.</summary>
    public static byte[] Read(OnnxTensor tensor, ElementType type) => type switch
    {
        ElementType.Float32 => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(tensor.Floats)).ToArray(),
        ElementType.Float64 => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(tensor.Doubles)).ToArray(),
        ElementType.Int64 => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(tensor.Int64s)).ToArray(),
        ElementType.UInt64 => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(tensor.UInt64s)).ToArray(),
        ElementType.UInt32 => LowBytes(tensor.UInt64s, sizeof(uint)),
        _ => LowBytes(tensor.Int32s, type.SizeBytes()),
    };

    /// <summary>int32_data also holds 16- and 8-bit types, by their bits, and packed bytes of 4- and 2-bit ones.</summary>
    private static byte[] LowBytes(List<long> numbers, int elementBytes)
    {
        byte[] bytes = new byte[checked(numbers.Count * elementBytes)];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = unchecked((byte)(numbers[i / elementBytes] >> (8 * (i % elementBytes))));
        return bytes;
    }
}
