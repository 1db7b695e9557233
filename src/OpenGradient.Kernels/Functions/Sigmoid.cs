using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>1 / (1 + e^-x).</summary>
/// <remarks>
/// Exactly as written, each operation rounded once. +0 below about -89.
/// </remarks>
internal readonly partial struct Sigmoid : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => Of(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => Of(x);

    /// <summary>The function over lanes; step by step what the scalar form does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes one = TLanes.Create(1f);
        return one / (one + Exp.Of(x ^ TLanes.CreateBits(0x80000000)));
    }
}
