using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>Elements that stand alone, little-endian. Widening is exact.</summary>
internal static class PlainBlocks
{
    /// <summary>binary32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Float32(ReadOnlySpan<byte> blocks, Span<float> elements)
    {
        for (int i = 0; i < elements.Length; i++)
            elements[i] = BinaryPrimitives.ReadSingleLittleEndian(blocks[(4 * i)..]);
    }

    /// <summary>IEEE 754 binary16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Float16(ReadOnlySpan<byte> blocks, Span<float> elements)
    {
        for (int i = 0; i < elements.Length; i++)
            elements[i] = Half(blocks[(2 * i)..]);
    }

    /// <summary>The upper half of a binary32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BFloat16(ReadOnlySpan<byte> blocks, Span<float> elements)
    {
        for (int i = 0; i < elements.Length; i++)
            elements[i] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(blocks[(2 * i)..]) << 16);
    }

    /// <summary>The binary16 number at the start of <paramref name="bytes"/>.</summary>
    public static float Half(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
}
