using System.Buffers.Binary;

namespace OpenGradient.Models.Gguf.Encoders;

/// <summary>Elements that stand alone, rounded to the nearest, ties to even.</summary>
internal static class PlainEncoders
{
    /// <summary>IEEE 754 binary16; from 65,520 on a number becomes infinite, which whoever calls refuses.</summary>
    public static void Float16(ReadOnlySpan<float> elements, Span<byte> block, Span<float> decoded)
    {
        for (int i = 0; i < elements.Length; i++)
            decoded[i] = WriteHalf(block[(2 * i)..], elements[i]);
    }

    /// <summary>The upper half of a binary32.</summary>
    public static void BFloat16(ReadOnlySpan<float> elements, Span<byte> block, Span<float> decoded)
    {
        for (int i = 0; i < elements.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(elements[i]);
            uint rounded = unchecked(bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
            BinaryPrimitives.WriteUInt16LittleEndian(block[(2 * i)..], (ushort)rounded);
            decoded[i] = BitConverter.UInt32BitsToSingle(rounded << 16);
        }
    }

    /// <summary>Writes a number as binary16; returns what it became.</summary>
    public static float WriteHalf(Span<byte> bytes, float number)
    {
        Half half = (Half)number;
        BinaryPrimitives.WriteHalfLittleEndian(bytes, half);
        return (float)half;
    }
}
