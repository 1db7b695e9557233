using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>|x|: the sign bit cleared.</summary>
internal readonly struct Abs : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(x) & 0x7FFFFFFF);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        x & TLanes.CreateBits(0x7FFFFFFF);
}
