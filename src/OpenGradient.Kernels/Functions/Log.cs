using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The natural logarithm.</summary>
/// <remarks>
/// x = 2^e · (1 + f) with √½ ≤ 1 + f &lt; √2; ln x = e·ln 2 + f - f²/2 + f³·q(f). -∞ at ±0, NaN below zero. At most 1 ulp from the
/// true value.
/// </remarks>
internal readonly partial struct Log : IUnaryFunction
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
        TLanes smallest = TLanes.CreateBits(SmallestNormal);
        TLanes bits = TLanes.SelectLess(x, smallest, x * TLanes.Create(8388608f), x);
        TLanes exponent = TLanes.ShiftRightArithmetic(TLanes.SubtractBits(bits, TLanes.CreateBits(RootOfHalf)), 23);
        TLanes f = TLanes.SubtractBits(bits, TLanes.ShiftLeft(exponent, 23)) - TLanes.Create(1f);
        TLanes e = TLanes.ConvertBitsToSingle(exponent) - TLanes.SelectLess(x, smallest, TLanes.Create(23f), TLanes.Zero);
        TLanes result = TLanes.SelectLess(x, TLanes.Create(float.PositiveInfinity), Combine(f, e), x);
        TLanes other = TLanes.SelectEqual(x, TLanes.Zero, TLanes.Create(float.NegativeInfinity), TLanes.CreateBits(CanonicalNaN.Bits));
        return TLanes.SelectLess(TLanes.Zero, x, result, other);
    }

    /// <summary>e·ln 2 + ln(1 + f) for f in the reduced range and an integer e.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Combine<TLanes>(TLanes f, TLanes e)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes p = TLanes.CreateBits(C8);
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.CreateBits(C7));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.CreateBits(C6));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.CreateBits(C5));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.CreateBits(C4));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.CreateBits(C3));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.CreateBits(C2));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.CreateBits(C1));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.CreateBits(C0));
        TLanes s = f * f;
        TLanes r = TLanes.FusedMultiplyAdd(TLanes.Create(-0.5f), s, f * s * p);
        r = TLanes.FusedMultiplyAdd(e, TLanes.CreateBits(Ln2Low), r);
        return TLanes.FusedMultiplyAdd(e, TLanes.CreateBits(Ln2High), r + f);
    }
}
