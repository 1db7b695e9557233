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
        TLanes n = Exponent(limited);
        TLanes r = Remainder(limited, n);
        TLanes p = TLanes.FusedMultiplyAdd(Slope(r), r, TLanes.Create(1f));
        TLanes half = Round(n * TLanes.Create(0.5f));
        return p * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>n: the multiple of ln 2 nearest to x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exponent<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => Round(x * TLanes.CreateBits(Log2E));

    /// <summary>r = x - n·ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Remainder<TLanes>(TLanes x, TLanes n)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes r = TLanes.FusedMultiplyAdd(n, TLanes.CreateBits(MinusLn2High), x);
        return TLanes.FusedMultiplyAdd(n, TLanes.CreateBits(MinusLn2Low), r);
    }

    /// <summary>(e^r - 1) / r for |r| ≤ ln(2)/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Slope<TLanes>(TLanes r)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes g = TLanes.CreateBits(C6);
        g = TLanes.FusedMultiplyAdd(g, r, TLanes.CreateBits(C5));
        g = TLanes.FusedMultiplyAdd(g, r, TLanes.CreateBits(C4));
        g = TLanes.FusedMultiplyAdd(g, r, TLanes.CreateBits(C3));
        g = TLanes.FusedMultiplyAdd(g, r, TLanes.CreateBits(C2));
        return TLanes.FusedMultiplyAdd(g, r, TLanes.Create(1f));
    }

    /// <summary>The nearest integer, ties to even, for |x| below 2^22.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Round<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        x + TLanes.CreateBits(RoundingBias) - TLanes.CreateBits(RoundingBias);

    /// <summary>2^n for an integer n from -126 to 127, built in the exponent field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes PowerOfTwo<TLanes>(TLanes n)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.ShiftLeft(n + TLanes.CreateBits(ExponentBias), 23);
}
