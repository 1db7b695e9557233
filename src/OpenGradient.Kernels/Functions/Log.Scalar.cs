namespace OpenGradient.Kernels;

/// <content>The scalar form, which is the definition.</content>
internal readonly partial struct Log
{
    // ln 2 in 15 bits; the rest of ln 2 follows
    private const uint Ln2High = 0x3F317200;
    private const uint Ln2Low = 0x35BFBE8E;
    // √½: the lower end of the reduced range
    private const uint RootOfHalf = 0x3F3504F3;
    // 2^-126
    private const uint SmallestNormal = 0x00800000;
    // (ln(1+f) - f + f²/2) / f³ on √½ - 1 ≤ f ≤ √2 - 1, spec/exec-1/coefficients.py
    private const uint C0 = 0x3EAAAAA4;
    private const uint C1 = 0xBE800003;
    private const uint C2 = 0x3E4CD25B;
    private const uint C3 = 0xBE2AAE27;
    private const uint C4 = 0x3E119BB4;
    private const uint C5 = 0xBDFE1103;
    private const uint C6 = 0x3DF37835;
    private const uint C7 = 0xBDEF1E0B;
    private const uint C8 = 0x3D8A2BD6;

    /// <summary>The function of one number. A NaN may come out in any form.</summary>
    public static float Of(float x)
    {
        bool isSubnormal = x < Binary32.Of(SmallestNormal);
        uint bits = BitConverter.SingleToUInt32Bits(isSubnormal ? x * 8388608f : x);
        int exponent = (int)(bits - RootOfHalf) >> 23;
        float f = Binary32.Of(bits - ((uint)exponent << 23)) - 1f;
        float result = Combine(f, (float)exponent - (isSubnormal ? 23f : 0f));
        if (0f < x)
            return x < float.PositiveInfinity ? result : x;
        return x == 0f ? float.NegativeInfinity : Binary32.Of(CanonicalNaN.Bits);
    }

    /// <summary>e·ln 2 + ln(1 + f) for f in the reduced range and an integer e.</summary>
    internal static float Combine(float f, float e)
    {
        float p = Binary32.Of(C8);
        p = MathF.FusedMultiplyAdd(p, f, Binary32.Of(C7));
        p = MathF.FusedMultiplyAdd(p, f, Binary32.Of(C6));
        p = MathF.FusedMultiplyAdd(p, f, Binary32.Of(C5));
        p = MathF.FusedMultiplyAdd(p, f, Binary32.Of(C4));
        p = MathF.FusedMultiplyAdd(p, f, Binary32.Of(C3));
        p = MathF.FusedMultiplyAdd(p, f, Binary32.Of(C2));
        p = MathF.FusedMultiplyAdd(p, f, Binary32.Of(C1));
        p = MathF.FusedMultiplyAdd(p, f, Binary32.Of(C0));
        float s = f * f;
        float r = MathF.FusedMultiplyAdd(-0.5f, s, f * s * p);
        r = MathF.FusedMultiplyAdd(e, Binary32.Of(Ln2Low), r);
        return MathF.FusedMultiplyAdd(e, Binary32.Of(Ln2High), r + f);
    }
}
