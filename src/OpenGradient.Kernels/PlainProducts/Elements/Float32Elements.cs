using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>binary32.</summary>
internal readonly struct Float32Elements : IPlainElements
{
    /// <inheritdoc/>
    public static int ByteCount => 4;

    /// <inheritdoc/>
    public static float Read(ReadOnlySpan<byte> stored) => BinaryPrimitives.ReadSingleLittleEndian(stored);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly byte stored)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Load(in Unsafe.As<byte, float>(ref Unsafe.AsRef(in stored)), 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes First<TLanes>(TLanes stored)
        where TLanes : unmanaged, ILanes<TLanes> => stored;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Second<TLanes>(TLanes stored)
        where TLanes : unmanaged, ILanes<TLanes> => stored;
}
