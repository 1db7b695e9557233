using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>1 / (1 + e^-x).</summary>
/// <remarks>
/// y = 1 / (1 + e^|x|), below zero; 1 - y from there on. At most 1 ulp from the true value.
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
        TLanes y = Logistic.Tail(Logistic.Argument(x), one);
        return TLanes.SelectLess(x, TLanes.Zero, y, one - y);
    }
}
