using System.Numerics;
using OpenGradient.Models.Decoders;
using OpenGradient.Models.Quantization;

namespace OpenGradient.Models.HuggingFace;

/// <summary>The factors by which Llama 3 divides the frequencies of rotation, from the four numbers that its <c>config.json</c> has in their place.</summary>
/// <remarks>
/// A frequency that turns more than <c>high_freq_factor</c> times within the original length stays, one that turns less than
/// <c>low_freq_factor</c> times is divided by <c>factor</c>, between there is a ramp. Numbers are real numbers here and rounded to binary32 once.
/// </remarks>
internal static class Llama3Factors
{
    /// <summary>The factors, one for each rotated pair.</summary>
    public static StoredTensor Read(ModelConfig scaling, RotarySettings rotary)
    {
        float factor = ConfigRotary.Factor(scaling, "factor");
        float low = ConfigRotary.Factor(scaling, "low_freq_factor");
        float high = scaling.Number("high_freq_factor");
        if (high <= low)
            throw scaling.Invalid("high_freq_factor", $"{high} is not above low_freq_factor, {low}.");
        int length = scaling.Whole("original_max_position_embeddings", int.MaxValue);
        BigInteger logOfBase = ExactFunctions.Log(Exact(rotary.Base));
        float[] factors = new float[rotary.Dimensions / 2];
        for (int i = 0; i < factors.Length; i++)
        {
            BigInteger wavelength = ExactFunctions.Multiply(ExactFunctions.TwoPi, ExactFunctions.Exp(2 * i * logOfBase / rotary.Dimensions));
            BigInteger turns = ExactFunctions.Divide(length * ExactFunctions.One, wavelength);
            factors[i] = ToSingle(Factor(turns, Exact(factor), Exact(low), Exact(high)));
        }

        return StoredTensor.Of("rope_freqs.weight", factors);
    }

    private static BigInteger Factor(BigInteger turns, BigInteger factor, BigInteger low, BigInteger high)
    {
        if (turns > high)
            return ExactFunctions.One;
        if (turns < low)
            return factor;
        BigInteger share = ExactFunctions.Divide(turns - low, high - low);
        BigInteger frequency = ExactFunctions.Divide(ExactFunctions.One - share, factor) + share;
        return ExactFunctions.Divide(ExactFunctions.One, frequency);
    }

    /// <summary>A binary32 number from 1 is a multiple of 2^-23.</summary>
    private static BigInteger Exact(float number) => new BigInteger((double)number * (1 << 23)) << (ExactFunctions.FractionBits - 23);

    /// <summary>The nearest binary32: of 52 bits that hold the number's beginning and whether anything follows.</summary>
    private static float ToSingle(BigInteger number)
    {
        int surplus = Math.Max(0, (int)number.GetBitLength() - 50);
        BigInteger head = number >> surplus;
        bool isInexact = head << surplus != number;
        double scaled = (double)((head << 1) | (isInexact ? 1 : 0));
        return (float)Math.ScaleB(scaled, surplus - 1 - ExactFunctions.FractionBits);
    }
}
