using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>Elements of 4 and 2 bits: a file packs them into bytes, lowest bits first; a Program gives each its own byte.</summary>
internal static class PackedElements
{
    /// <summary>How many bytes so many elements take in a file.</summary>
    public static int StoredBytes(ElementType type, int count) => (int)(((long)count * type.SizeBits() + 7) / 8);

    /// <summary>One byte for each element; other types come as they are.</summary>
    public static ReadOnlyMemory<byte> Unpack(ElementType type, ReadOnlyMemory<byte> stored, int count)
    {
        int bits = type.SizeBits();
        if (bits >= 8)
            return stored;
        byte[] elements = new byte[count];
        int perByte = 8 / bits;
        for (int i = 0; i < count; i++)
        {
            // Up to the top of the byte and down again: the sign comes along if there is one.
            byte top = unchecked((byte)(stored.Span[i / perByte] << (8 - bits - (i % perByte * bits))));
            elements[i] = unchecked(type.IsSigned() ? (byte)((sbyte)top >> (8 - bits)) : (byte)(top >> (8 - bits)));
        }

        return elements;
    }
}
