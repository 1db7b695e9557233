using System.Buffers.Binary;

namespace OpenGradient.Kernels;

/// <summary>Numbers in stored blocks, little-endian.</summary>
internal static class PlainBlocks
{
    /// <summary>The binary16 number at the start of <paramref name="bytes"/>.</summary>
    public static float Half(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
}
