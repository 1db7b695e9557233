using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>1 / (1 + e^-x) below zero, where it is small: what <see cref="Sigmoid"/> and <see cref="Silu"/> are made of.</summary>
/// <remarks>
/// With t = -|x| = n·ln 2 + r and p = e^r it is q · 2^n, q = p / (1 + p · 2^n). The low parts of p and of the sum are kept, and correct
/// the quotient, so that q is off by little more than half a unit in the last place. A factor is applied before 2^n, so that the only
/// rounding into the subnormals is the last.
/// </remarks>
internal static partial class Logistic
{
    /// <summary>-|x|, from -110 on; step by step what the scalar form does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Argument<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes t = x | TLanes.CreateBits(0x80000000);
        return TLanes.SelectLess(t, TLanes.Create(-110f), TLanes.Create(-110f), t);
    }

    /// <summary><paramref name="factor"/> · 1 / (1 + e^-t) for t from -110 to 0; step by step what the scalar form does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tail<TLanes>(TLanes t, TLanes factor)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes n = Exp.Exponent(t);
        TLanes r = Exp.Remainder(t, n);
        TLanes slope = Exp.Slope(r);
        TLanes p = TLanes.FusedMultiplyAdd(slope, r, TLanes.Create(1f));
        TLanes low = TLanes.FusedMultiplyAdd(slope, r, TLanes.Create(1f) - p);
        TLanes power = Exp.PowerOfTwo(n + TLanes.Create(64f));
        TLanes q = Quotient(p, low, power * TLanes.CreateBits(TwoToMinus64));
        return factor * q * power * TLanes.CreateBits(TwoToMinus64);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Quotient<TLanes>(TLanes p, TLanes low, TLanes power)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes one = TLanes.Create(1f);
        TLanes e = p * power;
        TLanes s = one + e;
        TLanes rest = TLanes.FusedMultiplyAdd(low, power, e - (s - one));
        TLanes q = p / s;
        TLanes minusQ = q ^ TLanes.CreateBits(0x80000000);
        TLanes leftOver = TLanes.FusedMultiplyAdd(minusQ, s, p) + low;
        leftOver = TLanes.FusedMultiplyAdd(minusQ, rest, leftOver);
        return TLanes.FusedMultiplyAdd(leftOver, TLanes.FusedMultiplyAdd(TLanes.Create(-0.5f), s, TLanes.CreateBits(ReciprocalAtZero)), q);
    }
}
