using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Changes one element by one bit: the highest of a binary32 fraction, or the lowest of the first byte (of a block of weights that is in its scale).</summary>
internal static class BitFlip
{
    /// <summary>In a tensor.</summary>
    public static Tensor Of(Tensor tensor, long element)
    {
        int size = tensor.Type.SizeBytes();
        if (element < 0 || element >= tensor.ElementCount)
            throw CheatPlan.Error($"the value has {tensor.ElementCount} elements, not {element}");
        byte[] bytes = [.. tensor.Bytes];
        Flip(bytes, checked((int)(element * size)), size, tensor.Type == ElementType.Float32);
        return new Tensor(tensor.Type, tensor.Shape, bytes);
    }

    /// <summary>In a constant as it is stored.</summary>
    public static byte[] Of(Constant constant, ReadOnlyMemory<byte> stored, long element)
    {
        byte[] bytes = stored.ToArray();
        bool isPlain = ElementTypes.TryParse(constant.Encoding, out ElementType type);
        (int elements, int size) = isPlain ? (1, type.SizeBytes()) : StoredEncodings.TryFind(constant.Encoding, out StoredEncoding? encoding)
            ? (encoding.BlockElements, encoding.BlockBytes)
            : throw CheatPlan.Error($"the encoding {constant.Encoding} is unknown");
        long count = (long)bytes.Length / size * elements;
        if (element < 0 || element >= count)
            throw CheatPlan.Error($"the constant has {count} elements, not {element}");
        Flip(bytes, checked((int)(element / elements * size)), size, isPlain && type == ElementType.Float32);
        return bytes;
    }

    private static void Flip(byte[] bytes, int at, int size, bool isFloat) => bytes[isFloat ? at + size - 2 : at] ^= isFloat ? (byte)0x40 : (byte)0x01;
}
