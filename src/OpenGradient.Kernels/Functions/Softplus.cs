using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>ln(1 + e^x).</summary>
/// <remarks>
/// max(x, 0) + ln(1 + u) with u = e^-|x| ≤ 1. For u from √2 - 1 on, 1 + u is halved to stay in the range of the logarithm. At most
/// 2 ulp from the true value.
/// </remarks>
internal readonly partial struct Softplus : IUnaryFunction
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
        TLanes u = Exp.Of(x | TLanes.CreateBits(0x80000000));
        TLanes split = TLanes.CreateBits(RootOfTwoLessOne);
        TLanes f = TLanes.SelectLess(u, split, u, (u - TLanes.Create(1f)) * TLanes.Create(0.5f));
        TLanes tail = Log.Combine(f, TLanes.SelectLess(u, split, TLanes.Zero, TLanes.Create(1f)));
        return TLanes.SelectLess(TLanes.Zero, x, x, TLanes.Zero) + tail;
    }
}
