using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>e^x.</summary>
/// <remarks>
/// Argument: x = n·ln 2 + r. Then e^r by a polynomial, and 2^n in two exact factors, so that the only rounding into the subnormals is
/// the last. Below -104 the result is +0, above 89 it is infinite; at most 1 ulp from the true value.
/// </remarks>
internal readonly partial struct Exp : IUnaryFunction
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
        TLanes limited = TLanes.SelectLess(x, TLanes.Create(-104f), TLanes.Create(-104f), x);
        limited = TLanes.SelectLess(TLanes.Create(89f), limited, TLanes.Create(89f), limited);
        TLanes n = Round(limited * TLanes.CreateBits(Log2E));
        TLanes r = TLanes.FusedMultiplyAdd(n, TLanes.CreateBits(MinusLn2High), limited);
        r = TLanes.FusedMultiplyAdd(n, TLanes.CreateBits(MinusLn2Low), r);
        TLanes p = TLanes.CreateBits(C6);
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.CreateBits(C5));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.CreateBits(C4));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.CreateBits(C3));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.CreateBits(C2));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Create(1f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Create(1f));
        TLanes half = Round(n * TLanes.Create(0.5f));
        return p * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Round<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        x + TLanes.CreateBits(RoundingBias) - TLanes.CreateBits(RoundingBias);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes PowerOfTwo<TLanes>(TLanes n)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.ShiftLeft(n + TLanes.CreateBits(ExponentBias), 23);
}
