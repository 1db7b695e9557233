using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>x / (1 + e^-x), also called Swish.</summary>
/// <remarks>
/// Exactly as written, each operation rounded once.
/// </remarks>
internal readonly partial struct Silu : IUnaryFunction
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
        return x / (TLanes.Create(1f) + Exp.Of(x ^ TLanes.CreateBits(0x80000000)));
    }
}
