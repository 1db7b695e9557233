using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>tanh(x).</summary>
/// <remarks>
/// Odd polynomial below 0.55, 1 - 2 / (e^2|x| + 1) from there on; the sign is that of x. At most 2 ulp from the true value.
/// </remarks>
internal readonly partial struct Tanh : IUnaryFunction
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
        TLanes sign = x & TLanes.CreateBits(0x80000000);
        TLanes magnitude = x & TLanes.CreateBits(0x7FFFFFFF);
        TLanes s = x * x;
        TLanes p = TLanes.CreateBits(C4);
        p = TLanes.FusedMultiplyAdd(p, s, TLanes.CreateBits(C3));
        p = TLanes.FusedMultiplyAdd(p, s, TLanes.CreateBits(C2));
        p = TLanes.FusedMultiplyAdd(p, s, TLanes.CreateBits(C1));
        p = TLanes.FusedMultiplyAdd(p, s, TLanes.CreateBits(C0));
        TLanes small = TLanes.FusedMultiplyAdd(s * x, p, x);
        TLanes twice = magnitude + magnitude;
        TLanes forty = TLanes.Create(40f);
        TLanes large = TLanes.Create(1f) - (TLanes.Create(2f) / (Exp.Of(TLanes.SelectLess(forty, twice, forty, twice)) + TLanes.Create(1f)));
        return TLanes.SelectLess(magnitude, TLanes.CreateBits(Split), small, large) | sign;
    }
}
