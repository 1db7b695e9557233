namespace OpenGradient.Models.Gguf.Encoders;

/// <summary>Blocks of 256 elements with a scale for each 16 or 32, themselves in a few bits.</summary>
/// <remarks>
/// The scales are the plain ones, which just cover the numbers, without the search that ggml makes: files differ from those of llama-quantize, and the error is
/// some 10 % larger. Elements are rounded against the scales as they are stored.
/// </remarks>
internal static class SuperBlockEncoders
{
    private const int Count = 256;
    private const int PartCount = 32;
    private const int GroupCount = 16;

    /// <summary>x ≈ d·s·q - e·m with q in 4, s and m in 6 bits, for each 32 elements.</summary>
    public static void Q4K(ReadOnlySpan<float> x, Span<byte> block, Span<float> decoded)
    {
        const int parts = Count / PartCount;
        Span<float> scales = stackalloc float[parts];
        Span<float> offsets = stackalloc float[parts];
        for (int part = 0; part < parts; part++)
            (scales[part], offsets[part]) = Cover(x.Slice(part * PartCount, PartCount));
        float greatestScale = LinearEncoders.Farthest(scales);
        float greatestOffset = LinearEncoders.Farthest(offsets);
        block.Clear();
        float d = PlainEncoders.WriteHalf(block, greatestScale / 63f);
        float e = PlainEncoders.WriteHalf(block[2..], greatestOffset / 63f);
        for (int part = 0; part < parts; part++)
        {
            int s = SixBits(scales[part], d);
            int m = SixBits(offsets[part], e);
            WriteScales(block.Slice(4, 12), part, s, m);
            WritePart(x.Slice(part * PartCount, PartCount), d * s, e * m, block.Slice(16 + (part / 2 * PartCount), PartCount), part % 2 * 4, decoded.Slice(part * PartCount, PartCount));
        }
    }

    /// <summary>x ≈ d·s·(q - 32) with q in 6, s in 8 bits, for each 16 elements.</summary>
    public static void Q6K(ReadOnlySpan<float> x, Span<byte> block, Span<float> decoded)
    {
        const int groups = Count / GroupCount;
        Span<float> scales = stackalloc float[groups];
        for (int group = 0; group < groups; group++)
            scales[group] = LinearEncoders.Farthest(x.Slice(group * GroupCount, GroupCount)) / -32f;
        block.Clear();
        float d = PlainEncoders.WriteHalf(block[208..], LinearEncoders.Farthest(scales) / -128f);
        for (int group = 0; group < groups; group++)
        {
            int s = Math.Clamp(Nearest(scales[group] * LinearEncoders.Inverse(d)), -128, 127);
            block[192 + group] = unchecked((byte)(sbyte)s);
            for (int i = group * GroupCount; i < (group + 1) * GroupCount; i++)
            {
                int q = Math.Clamp(Nearest(x[i] * LinearEncoders.Inverse(d * s)), -32, 31);
                WriteSixBits(block, i, q + 32);
                decoded[i] = d * s * q;
            }
        }
    }

    /// <summary>The scale and the offset of 15 steps from the least number, or 0, to the greatest.</summary>
    private static (float Scale, float Offset) Cover(ReadOnlySpan<float> x)
    {
        (float least, float greatest) = (0, 0);
        foreach (float number in x)
            (least, greatest) = (Math.Min(least, number), Math.Max(greatest, number));
        return ((greatest - least) / 15f, -least);
    }

    private static void WritePart(ReadOnlySpan<float> x, float scale, float offset, Span<byte> bytes, int shift, Span<float> decoded)
    {
        float inverse = LinearEncoders.Inverse(scale);
        for (int i = 0; i < x.Length; i++)
        {
            int q = Math.Clamp(Nearest((x[i] + offset) * inverse), 0, 15);
            bytes[i] |= (byte)(q << shift);
            decoded[i] = MathF.FusedMultiplyAdd(scale, q, -offset);
        }
    }

    /// <summary>Six bits of each: of the first four parts in one byte, of the others four here and two above those of the first.</summary>
    private static void WriteScales(Span<byte> bytes, int part, int s, int m)
    {
        if (part < 4)
        {
            bytes[part] |= (byte)s;
            bytes[part + 4] |= (byte)m;
            return;
        }

        bytes[part + 4] = (byte)((s & 15) | (m & 15) << 4);
        bytes[part - 4] |= (byte)(s >> 4 << 6);
        bytes[part] |= (byte)(m >> 4 << 6);
    }

    private static void WriteSixBits(Span<byte> block, int element, int q)
    {
        (int half, int rest) = Math.DivRem(element, 128);
        (int quarter, int i) = Math.DivRem(rest, 32);
        block[(64 * half) + (32 * (quarter % 2)) + i] |= (byte)((q & 15) << (quarter / 2 * 4));
        block[128 + (32 * half) + i] |= (byte)(q >> 4 << (2 * quarter));
    }

    private static int SixBits(float number, float unit) => Math.Clamp(Nearest(number * LinearEncoders.Inverse(unit)), 0, 63);

    /// <summary>The nearest whole number; what is far outside of any range stays outside.</summary>
    private static int Nearest(float number) => (int)MathF.Round(Math.Clamp(number, -1024f, 1024f), MidpointRounding.AwayFromZero);
}
