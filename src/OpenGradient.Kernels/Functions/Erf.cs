using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The error function 2/√π ∫ e^-t² dt from 0 to x.</summary>
/// <remarks>
/// Odd polynomial below 0.921875, 1 - e^-(t·g(t)) from there to 4, 1 beyond; the sign is that of x. At most 2 ulp from the true value.
/// </remarks>
internal readonly partial struct Erf : IUnaryFunction
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
        TLanes t = x & TLanes.CreateBits(0x7FFFFFFF);
        t = TLanes.SelectLess(TLanes.Create(4f), t, TLanes.Create(4f), t);
        return TLanes.SelectLess(t, TLanes.CreateBits(Split), Small(t), Large(t)) | sign;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Small<TLanes>(TLanes t)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes s = t * t;
        TLanes p = TLanes.CreateBits(C6);
        p = TLanes.FusedMultiplyAdd(p, s, TLanes.CreateBits(C5));
        p = TLanes.FusedMultiplyAdd(p, s, TLanes.CreateBits(C4));
        p = TLanes.FusedMultiplyAdd(p, s, TLanes.CreateBits(C3));
        p = TLanes.FusedMultiplyAdd(p, s, TLanes.CreateBits(C2));
        p = TLanes.FusedMultiplyAdd(p, s, TLanes.CreateBits(C1));
        p = TLanes.FusedMultiplyAdd(p, s, TLanes.CreateBits(C0));
        return TLanes.FusedMultiplyAdd(p, t, t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Large<TLanes>(TLanes t)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes p = TLanes.CreateBits(D7);
        p = TLanes.FusedMultiplyAdd(p, t, TLanes.CreateBits(D6));
        p = TLanes.FusedMultiplyAdd(p, t, TLanes.CreateBits(D5));
        p = TLanes.FusedMultiplyAdd(p, t, TLanes.CreateBits(D4));
        p = TLanes.FusedMultiplyAdd(p, t, TLanes.CreateBits(D3));
        p = TLanes.FusedMultiplyAdd(p, t, TLanes.CreateBits(D2));
        p = TLanes.FusedMultiplyAdd(p, t, TLanes.CreateBits(D1));
        p = TLanes.FusedMultiplyAdd(p, t, TLanes.CreateBits(D0));
        return TLanes.Create(1f) - Exp.Of((t * p) ^ TLanes.CreateBits(0x80000000));
    }
}
