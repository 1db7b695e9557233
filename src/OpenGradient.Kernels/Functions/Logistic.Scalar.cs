namespace OpenGradient.Kernels;

/// <content>The scalar form, which is the definition.</content>
internal static partial class Logistic
{
    // 2^-64: n goes below the least exponent, n + 64 does not
    private const uint TwoToMinus64 = 0x1F800000;

    // 1 / s is about 1.457 - s/2 on [1, 2], to 4 %, which is enough for a correction of a few units in the last place
    private const uint ReciprocalAtZero = 0x3FBA7EFA;

    /// <summary>-|x|, from -110 on, below which e^x times any number of that size is zero.</summary>
    public static float Argument(float x)
    {
        float t = Binary32.Of(BitConverter.SingleToUInt32Bits(x) | 0x80000000);
        return t < -110f ? -110f : t;
    }

    /// <summary><paramref name="factor"/> · 1 / (1 + e^-t) for t from -110 to 0.</summary>
    public static float Tail(float t, float factor)
    {
        float n = Exp.Exponent(t);
        float r = Exp.Remainder(t, n);
        float slope = Exp.Slope(r);
        float p = MathF.FusedMultiplyAdd(slope, r, 1f);
        float low = MathF.FusedMultiplyAdd(slope, r, 1f - p);
        float power = Exp.PowerOfTwo(n + 64f);
        float q = Quotient(p, low, power * Binary32.Of(TwoToMinus64));
        return factor * q * power * Binary32.Of(TwoToMinus64);
    }

    /// <summary>(p + low) / (1 + (p + low) · power): divided once, then corrected by what was left over.</summary>
    private static float Quotient(float p, float low, float power)
    {
        float e = p * power;
        float s = 1f + e;
        float rest = MathF.FusedMultiplyAdd(low, power, e - (s - 1f));
        float q = p / s;
        float leftOver = MathF.FusedMultiplyAdd(-q, s, p) + low;
        leftOver = MathF.FusedMultiplyAdd(-q, rest, leftOver);
        return MathF.FusedMultiplyAdd(leftOver, MathF.FusedMultiplyAdd(-0.5f, s, Binary32.Of(ReciprocalAtZero)), q);
    }
}
