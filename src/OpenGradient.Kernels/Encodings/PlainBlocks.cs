using System.Buffers.Binary;

namespace OpenGradient.Kernels;

/// <summary>Elements that stand alone, little-endian. Widening is exact.</summary>
internal static class PlainBlocks
{
    /// <summary>binary32.</summary>
    public static void Float32(ReadOnlySpan<byte> block, Span<float> elements) => elements[0] = BinaryPrimitives.ReadSingleLittleEndian(block);

    /// <summary>IEEE 754 binary16.</summary>
    public static void Float16(ReadOnlySpan<byte> block, Span<float> elements) => elements[0] = Half(block);

    /// <summary>The upper half of a binary32.</summary>
    public static void BFloat16(ReadOnlySpan<byte> block, Span<float> elements) =>
        elements[0] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(block) << 16);

    /// <summary>The binary16 number at the start of <paramref name="bytes"/>.</summary>
    public static float Half(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
}
