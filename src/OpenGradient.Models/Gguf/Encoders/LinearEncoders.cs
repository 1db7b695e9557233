using System.Buffers.Binary;

namespace OpenGradient.Models.Gguf.Encoders;

/// <summary>Blocks of 32 elements with one scale, some with an offset.</summary>
/// <remarks>
/// Bit for bit what ggml's reference quantisers give (ggml-quants.c, <c>quantize_row_q8_0_ref</c> and its neighbours, MIT licence): the scale is rounded to
/// binary16 when it is stored, and elements are divided by the unrounded one, with one division for the block.
/// </remarks>
internal static class LinearEncoders
{
    private const int Count = 32;
    private const int HalfCount = 16;

    /// <summary>d = max |x| / 127, q = x / d rounded half away from zero.</summary>
    public static void Q8_0(ReadOnlySpan<float> x, Span<byte> block, Span<float> decoded)
    {
        float scale = Math.Abs(Farthest(x)) / 127f;
        float inverse = Inverse(scale);
        float d = PlainEncoders.WriteHalf(block, scale);
        for (int i = 0; i < Count; i++)
        {
            int q = (int)MathF.Round(x[i] * inverse, MidpointRounding.AwayFromZero);
            block[2 + i] = unchecked((byte)(sbyte)q);
            decoded[i] = d * q;
        }
    }

    /// <summary>d is such that the number farthest from 0 becomes -8.</summary>
    public static void Q4_0(ReadOnlySpan<float> x, Span<byte> block, Span<float> decoded) => Centred(x, block, decoded, levels: 16);

    /// <summary>d is such that the number farthest from 0 becomes -16.</summary>
    public static void Q5_0(ReadOnlySpan<float> x, Span<byte> block, Span<float> decoded) => Centred(x, block, decoded, levels: 32);

    /// <summary>From the least number to the greatest in 15 steps.</summary>
    public static void Q4_1(ReadOnlySpan<float> x, Span<byte> block, Span<float> decoded) => Shifted(x, block, decoded, levels: 16);

    /// <summary>From the least number to the greatest in 31 steps.</summary>
    public static void Q5_1(ReadOnlySpan<float> x, Span<byte> block, Span<float> decoded) => Shifted(x, block, decoded, levels: 32);

    private static void Centred(ReadOnlySpan<float> x, Span<byte> block, Span<float> decoded, int levels)
    {
        int half = levels / 2;
        float scale = Farthest(x) / -half;
        float inverse = Inverse(scale);
        float d = PlainEncoders.WriteHalf(block, scale);
        Span<byte> q = stackalloc byte[Count];
        for (int i = 0; i < Count; i++)
        {
            q[i] = (byte)Math.Min(levels - 1, (int)((x[i] * inverse) + (half + 0.5f)));
            decoded[i] = d * (q[i] - half);
        }

        WriteLevels(q, block[2..], levels);
    }

    private static void Shifted(ReadOnlySpan<float> x, Span<byte> block, Span<float> decoded, int levels)
    {
        (float least, float greatest) = (float.MaxValue, -float.MaxValue);
        foreach (float number in x)
            (least, greatest) = (number < least ? number : least, number > greatest ? number : greatest);
        float scale = (greatest - least) / (levels - 1);
        float inverse = Inverse(scale);
        float d = PlainEncoders.WriteHalf(block, scale);
        float m = PlainEncoders.WriteHalf(block[2..], least);
        Span<byte> q = stackalloc byte[Count];
        for (int i = 0; i < Count; i++)
        {
            q[i] = (byte)Math.Min(levels - 1, (int)(((x[i] - least) * inverse) + 0.5f));
            decoded[i] = MathF.FusedMultiplyAdd(d, q[i], m);
        }

        WriteLevels(q, block[4..], levels);
    }

    /// <summary>Fifth bits, where there are some, then the lower four: element i beside element 16 + i.</summary>
    private static void WriteLevels(ReadOnlySpan<byte> q, Span<byte> bytes, int levels)
    {
        if (levels == 32)
        {
            uint fifth = 0;
            for (int i = 0; i < Count; i++)
                fifth |= (uint)(q[i] >> 4) << i;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, fifth);
            bytes = bytes[4..];
        }

        for (int i = 0; i < HalfCount; i++)
            bytes[i] = (byte)((q[i] & 15) | (q[HalfCount + i] & 15) << 4);
    }

    /// <summary>The number farthest from 0; of several, the first.</summary>
    internal static float Farthest(ReadOnlySpan<float> x)
    {
        float farthest = 0;
        foreach (float number in x)
            farthest = Math.Abs(number) > Math.Abs(farthest) ? number : farthest;
        return farthest;
    }

    /// <summary>1 / scale; 0 where there is none that is finite.</summary>
    internal static float Inverse(float scale) => float.IsFinite(1f / scale) ? 1f / scale : 0;
}
