namespace OpenGradient.Kernels;

/// <content>The scalar form, which is the definition.</content>
internal readonly partial struct Tanh
{
    // 0.55
    private const uint Split = 0x3F0CCCCD;
    // (tanh x - x) / x^3 as a polynomial in x^2 on |x| ≤ 0.55, spec/exec-1/coefficients.py
    private const uint C0 = 0xBEAAAAA5;
    private const uint C1 = 0x3E088693;
    private const uint C2 = 0xBD5C943D;
    private const uint C3 = 0x3CAC9E84;
    private const uint C4 = 0xBBCD9823;

    /// <summary>The function of one number. A NaN may come out in any form.</summary>
    public static float Of(float x)
    {
        uint sign = BitConverter.SingleToUInt32Bits(x) & 0x80000000;
        float magnitude = Binary32.Of(BitConverter.SingleToUInt32Bits(x) & 0x7FFFFFFF);
        float s = x * x;
        float p = Binary32.Of(C4);
        p = MathF.FusedMultiplyAdd(p, s, Binary32.Of(C3));
        p = MathF.FusedMultiplyAdd(p, s, Binary32.Of(C2));
        p = MathF.FusedMultiplyAdd(p, s, Binary32.Of(C1));
        p = MathF.FusedMultiplyAdd(p, s, Binary32.Of(C0));
        float small = MathF.FusedMultiplyAdd(s * x, p, x);
        float twice = magnitude + magnitude;
        float large = 1f - (2f / (Exp.Of(40f < twice ? 40f : twice) + 1f));
        float chosen = magnitude < Binary32.Of(Split) ? small : large;
        return Binary32.Of(BitConverter.SingleToUInt32Bits(chosen) | sign);
    }
}
