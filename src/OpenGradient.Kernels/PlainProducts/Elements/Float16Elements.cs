using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>binary16.</summary>
internal readonly struct Float16Elements : IPlainElements
{
    /// <inheritdoc/>
    public static int ByteCount => 2;

    /// <inheritdoc/>
    public static float Read(ReadOnlySpan<byte> stored) => (float)BinaryPrimitives.ReadHalfLittleEndian(stored);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly byte stored)
        where TLanes : unmanaged, ILanes<TLanes> => First(TLanes.LoadHalves(in stored));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes First<TLanes>(TLanes stored)
        where TLanes : unmanaged, ILanes<TLanes> => Widen(TLanes.ShiftLeft(stored, 16));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Second<TLanes>(TLanes stored)
        where TLanes : unmanaged, ILanes<TLanes> => Widen(stored);

    /// <summary>The number in the upper half of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Widen<TLanes>(TLanes upper)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // The exponent moves from a bias of 15 to one of 127 by a product, which brings subnormals into normal form as well; 31 must become 255.
        TLanes scaled = (TLanes.ShiftRightArithmetic(upper, 3) & TLanes.CreateBits(0x8FFFE000)) * TLanes.Create(TwoTo112);
        TLanes exponent = upper & TLanes.CreateBits(Special16);
        return TLanes.SelectEqual(exponent, TLanes.CreateBits(Special16), scaled | TLanes.CreateBits(0x7F800000), scaled);
    }

    private const float TwoTo112 = 5.192296858534828e33f;
    private const uint Special16 = 0x7C000000; // the exponent of infinities and NaNs in the upper half; as a binary32, a number like any other
}
