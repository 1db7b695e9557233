namespace OpenGradient.Models.Gguf.Encoders;

/// <summary>Blocks of 256 elements with a scale for each 16 or 32, themselves in a few bits.</summary>
/// <remarks>
/// The scales are those of <see cref="ScaleSearch"/>, each then rounded to that of its neighbours for which the elements, rounded against it as it is stored, are closest. Files differ
/// from those of llama-quantize, which weighs large numbers more; their root mean square errors are smaller.
/// </remarks>
internal static class SuperBlockEncoders
{
    private const int Count = 256;
    private const int PartCount = 32;
    private const int GroupCount = 16;
    private const int LevelLimit = 15;

    /// <summary>x ≈ d·s·q - e·m with q in 4, s and m in 6 bits, for each 32 elements.</summary>
    public static void Q4K(ReadOnlySpan<float> x, Span<byte> block, Span<float> decoded)
    {
        const int parts = Count / PartCount;
        Span<float> scales = stackalloc float[parts];
        Span<float> offsets = stackalloc float[parts];
        for (int part = 0; part < parts; part++)
            (scales[part], offsets[part]) = ScaleSearch.Shifted(x.Slice(part * PartCount, PartCount), LevelLimit);
        float greatestScale = LinearEncoders.Farthest(scales);
        float greatestOffset = LinearEncoders.Farthest(offsets);
        block.Clear();
        float d = PlainEncoders.WriteHalf(block, greatestScale / 63f);
        float e = PlainEncoders.WriteHalf(block[2..], greatestOffset / 63f);
        for (int part = 0; part < parts; part++)
        {
            ReadOnlySpan<float> own = x.Slice(part * PartCount, PartCount);
            (int s, int m) = Closest(own, SixBits(scales[part], d), SixBits(offsets[part], e), d, e);
            WriteScales(block.Slice(4, 12), part, s, m);
            WritePart(own, d * s, e * m, block.Slice(16 + (part / 2 * PartCount), PartCount), part % 2 * 4, decoded.Slice(part * PartCount, PartCount));
        }
    }

    /// <summary>x ≈ d·s·(q - 32) with q in 6, s in 8 bits, for each 16 elements.</summary>
    public static void Q6K(ReadOnlySpan<float> x, Span<byte> block, Span<float> decoded)
    {
        const int groups = Count / GroupCount;
        Span<float> scales = stackalloc float[groups];
        for (int group = 0; group < groups; group++)
            scales[group] = ScaleSearch.Centred(x.Slice(group * GroupCount, GroupCount), half: 32);
        block.Clear();
        float d = PlainEncoders.WriteHalf(block[208..], LinearEncoders.Farthest(scales) / -128f);
        for (int group = 0; group < groups; group++)
        {
            int s = Closest(x.Slice(group * GroupCount, GroupCount), Math.Clamp(Nearest(scales[group] * LinearEncoders.Inverse(d)), -128, 127), d);
            block[192 + group] = unchecked((byte)(sbyte)s);
            for (int i = group * GroupCount; i < (group + 1) * GroupCount; i++)
            {
                int q = Math.Clamp(Nearest(x[i] * LinearEncoders.Inverse(d * s)), -32, 31);
                WriteSixBits(block, i, q + 32);
                decoded[i] = d * s * q;
            }
        }
    }

    /// <summary>Of a scale, an offset and their neighbours those that give the least error.</summary>
    private static (int S, int M) Closest(ReadOnlySpan<float> x, int s, int m, float d, float e)
    {
        (int S, int M, double Error) best = (s, m, Error(x, d * s, e * m, 0, LevelLimit));
        for (int near = Math.Max(0, s - 1); near <= Math.Min(63, s + 1); near++)
        {
            for (int low = Math.Max(0, m - 1); low <= Math.Min(63, m + 1); low++)
            {
                double error = Error(x, d * near, e * low, 0, LevelLimit);
                if (error < best.Error)
                    best = (near, low, error);
            }
        }

        return (best.S, best.M);
    }

    private static int Closest(ReadOnlySpan<float> x, int s, float d)
    {
        (int S, double Error) best = (s, Error(x, d * s, 0, -32, 31));
        for (int near = Math.Max(-128, s - 1); near <= Math.Min(127, s + 1); near++)
        {
            double error = Error(x, d * near, 0, -32, 31);
            if (error < best.Error)
                best = (near, error);
        }

        return best.S;
    }

    private static double Error(ReadOnlySpan<float> x, float scale, float offset, int least, int most)
    {
        float inverse = LinearEncoders.Inverse(scale);
        double sum = 0;
        foreach (float number in x)
        {
            double error = MathF.FusedMultiplyAdd(scale, Math.Clamp(Nearest((number + offset) * inverse), least, most), -offset) - (double)number;
            sum += error * error;
        }

        return sum;
    }

    private static void WritePart(ReadOnlySpan<float> x, float scale, float offset, Span<byte> bytes, int shift, Span<float> decoded)
    {
        float inverse = LinearEncoders.Inverse(scale);
        for (int i = 0; i < x.Length; i++)
        {
            int q = Math.Clamp(Nearest((x[i] + offset) * inverse), 0, LevelLimit);
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
