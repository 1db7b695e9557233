using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The upper half of a binary32.</summary>
internal readonly struct BFloat16Elements : IPlainElements
{
    /// <inheritdoc/>
    public static int ByteCount => 2;

    /// <inheritdoc/>
    public static float Read(ReadOnlySpan<byte> stored) => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(stored) << 16);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly byte stored)
        where TLanes : unmanaged, ILanes<TLanes> => First(TLanes.LoadHalves(in stored));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes First<TLanes>(TLanes stored)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.ShiftLeft(stored, 16);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Second<TLanes>(TLanes stored)
        where TLanes : unmanaged, ILanes<TLanes> => stored & TLanes.CreateBits(0xFFFF0000);
}
