using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>x / (1 + e^-x), also called Swish.</summary>
/// <remarks>
/// y = -|x| / (1 + e^|x|), below zero; x + y from there on. At most 2 ulp from the true value; -0 at -∞.
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
        TLanes t = Logistic.Argument(x);
        TLanes y = Logistic.Tail(t, t);
        return TLanes.SelectLess(x, TLanes.Zero, y, x + y);
    }
}
