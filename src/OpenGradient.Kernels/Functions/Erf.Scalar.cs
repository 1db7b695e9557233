namespace OpenGradient.Kernels;

/// <content>The scalar form, which is the definition.</content>
internal readonly partial struct Erf
{
    // 0.921875
    private const uint Split = 0x3F6C0000;
    // erf(x)/x - 1 as a polynomial in x^2 on |x| ≤ 0.921875, spec/exec-1/coefficients.py
    private const uint C0 = 0x3E0375D4;
    private const uint C1 = 0xBEC093A2;
    private const uint C2 = 0x3DE71710;
    private const uint C3 = 0xBCDC083E;
    private const uint C4 = 0x3BAA6D6C;
    private const uint C5 = 0xBA5574C3;
    private const uint C6 = 0x38AF88A2;
    // -ln(erfc t)/t on 0.921875 ≤ t ≤ 4, same script
    private const uint D0 = 0x3F90746A;
    private const uint D1 = 0x3F22B80A;
    private const uint D2 = 0x3DD79892;
    private const uint D3 = 0xBCB9D271;
    private const uint D4 = 0x3B40671A;
    private const uint D5 = 0xB8589298;
    private const uint D6 = 0xB83D7FE3;
    private const uint D7 = 0x36A498D5;

    /// <summary>The function of one number. A NaN may come out in any form.</summary>
    public static float Of(float x)
    {
        uint sign = BitConverter.SingleToUInt32Bits(x) & 0x80000000;
        float t = Binary32.Of(BitConverter.SingleToUInt32Bits(x) & 0x7FFFFFFF);
        t = 4f < t ? 4f : t;
        float chosen = t < Binary32.Of(Split) ? Small(t) : Large(t);
        return Binary32.Of(BitConverter.SingleToUInt32Bits(chosen) | sign);
    }

    private static float Small(float t)
    {
        float s = t * t;
        float p = Binary32.Of(C6);
        p = MathF.FusedMultiplyAdd(p, s, Binary32.Of(C5));
        p = MathF.FusedMultiplyAdd(p, s, Binary32.Of(C4));
        p = MathF.FusedMultiplyAdd(p, s, Binary32.Of(C3));
        p = MathF.FusedMultiplyAdd(p, s, Binary32.Of(C2));
        p = MathF.FusedMultiplyAdd(p, s, Binary32.Of(C1));
        p = MathF.FusedMultiplyAdd(p, s, Binary32.Of(C0));
        return MathF.FusedMultiplyAdd(p, t, t);
    }

    private static float Large(float t)
    {
        float p = Binary32.Of(D7);
        p = MathF.FusedMultiplyAdd(p, t, Binary32.Of(D6));
        p = MathF.FusedMultiplyAdd(p, t, Binary32.Of(D5));
        p = MathF.FusedMultiplyAdd(p, t, Binary32.Of(D4));
        p = MathF.FusedMultiplyAdd(p, t, Binary32.Of(D3));
        p = MathF.FusedMultiplyAdd(p, t, Binary32.Of(D2));
        p = MathF.FusedMultiplyAdd(p, t, Binary32.Of(D1));
        p = MathF.FusedMultiplyAdd(p, t, Binary32.Of(D0));
        return 1f - Exp.Of(-(t * p));
    }
}
