namespace OpenGradient.Kernels;

/// <content>The scalar form, which is the definition.</content>
internal readonly partial struct Exp
{
    // log2(e)
    private const uint Log2E = 0x3FB8AA3B;
    // -ln 2 in 15 bits, so that n times it is exact; the rest of -ln 2 follows
    private const uint MinusLn2High = 0xBF317200;
    private const uint MinusLn2Low = 0xB5BFBE8E;
    // 1.5 · 2^23: adding it leaves the nearest integer in the low bits
    private const uint RoundingBias = 0x4B400000;
    // 1.5 · 2^23 + 127
    private const uint ExponentBias = 0x4B40007F;
    // (e^r - 1 - r) / r^2 on |r| ≤ ln(2)/2, spec/exec-1/coefficients.py
    private const uint C2 = 0x3EFFFFFE;
    private const uint C3 = 0x3E2AAA49;
    private const uint C4 = 0x3D2AAC79;
    private const uint C5 = 0x3C091CF1;
    private const uint C6 = 0x3AB5121A;

    /// <summary>The function of one number. A NaN may come out in any form.</summary>
    public static float Of(float x)
    {
        float limited = x < -104f ? -104f : x;
        limited = 89f < limited ? 89f : limited;
        float n = Exponent(limited);
        float r = Remainder(limited, n);
        float p = MathF.FusedMultiplyAdd(Slope(r), r, 1f);
        float half = Round(n * 0.5f);
        return p * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>n: the multiple of ln 2 nearest to x.</summary>
    public static float Exponent(float x) => Round(x * Binary32.Of(Log2E));

    /// <summary>r = x - n·ln 2.</summary>
    public static float Remainder(float x, float n)
    {
        float r = MathF.FusedMultiplyAdd(n, Binary32.Of(MinusLn2High), x);
        return MathF.FusedMultiplyAdd(n, Binary32.Of(MinusLn2Low), r);
    }

    /// <summary>(e^r - 1) / r for |r| ≤ ln(2)/2.</summary>
    public static float Slope(float r)
    {
        float g = Binary32.Of(C6);
        g = MathF.FusedMultiplyAdd(g, r, Binary32.Of(C5));
        g = MathF.FusedMultiplyAdd(g, r, Binary32.Of(C4));
        g = MathF.FusedMultiplyAdd(g, r, Binary32.Of(C3));
        g = MathF.FusedMultiplyAdd(g, r, Binary32.Of(C2));
        return MathF.FusedMultiplyAdd(g, r, 1f);
    }

    /// <summary>The nearest integer, ties to even, for |x| below 2^22.</summary>
    public static float Round(float x) => x + Binary32.Of(RoundingBias) - Binary32.Of(RoundingBias);

    /// <summary>2^n for an integer n from -126 to 127, built in the exponent field.</summary>
    public static float PowerOfTwo(float n) =>
        Binary32.Of(BitConverter.SingleToUInt32Bits(n + Binary32.Of(ExponentBias)) << 23);
}
