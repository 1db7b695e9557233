namespace OpenGradient.Kernels;

/// <summary>Blocks of 256 elements, in parts that have scales of their own.</summary>
/// <remarks>
/// <code>
/// q4_k  d · dmin · 12 bytes of scales and offsets · 128 × u8 nibbles                   x = fma(d·s, q, -(dmin·m))
/// q5_k  d · dmin · 12 bytes of scales and offsets · 32 × u8 fifth bits · 128 × u8      x = fma(d·s, q, -(dmin·m))
/// q6_k  128 × u8 low nibbles · 64 × u8 high pairs · 16 × i8 scales · d                 x = (d·s)·(q - 32)   (exact)
/// </code>
/// d and dmin are binary16; d·s and dmin·m are exact. In q4_k and q5_k part p of 32 elements has the 6-bit scale s and offset m.
/// </remarks>
internal static class SuperBlocks
{
    private const int PartElements = 32;

    /// <summary>q4_k.</summary>
    public static void Q4K(ReadOnlySpan<byte> block, Span<float> elements)
    {
        ReadOnlySpan<byte> nibbles = block[16..];
        for (int part = 0; part < 8; part++)
        {
            (float scale, float offset) = ScaleAndOffset(block, part);
            for (int i = 0; i < PartElements; i++)
                elements[(part * PartElements) + i] = MathF.FusedMultiplyAdd(scale, Nibble(nibbles, part, i), -offset);
        }
    }

    /// <summary>q5_k.</summary>
    public static void Q5K(ReadOnlySpan<byte> block, Span<float> elements)
    {
        ReadOnlySpan<byte> fifth = block.Slice(16, 32);
        ReadOnlySpan<byte> nibbles = block[48..];
        for (int part = 0; part < 8; part++)
        {
            (float scale, float offset) = ScaleAndOffset(block, part);
            for (int i = 0; i < PartElements; i++)
            {
                int q = Nibble(nibbles, part, i) | (((fifth[i] >> part) & 1) << 4);
                elements[(part * PartElements) + i] = MathF.FusedMultiplyAdd(scale, q, -offset);
            }
        }
    }

    /// <summary>q6_k: two halves of 128 elements, each in four runs of 32.</summary>
    public static void Q6K(ReadOnlySpan<byte> block, Span<float> elements)
    {
        float d = PlainBlocks.Half(block[208..]);
        for (int index = 0; index < 256; index++)
        {
            int half = index / 128;
            int run = index % 128 / 32;
            int i = index % 32;
            byte low = block[(half * 64) + ((run & 1) * 32) + i];
            int nibble = run < 2 ? low & 15 : low >> 4;
            int pair = (block[128 + (half * 32) + i] >> (2 * run)) & 3;
            float scale = d * unchecked((sbyte)block[192 + (half * 8) + (run * 2) + (i / 16)]);
            elements[index] = scale * ((nibble | (pair << 4)) - 32);
        }
    }

    /// <summary>Parts 2j and 2j + 1 share 32 bytes: the low nibbles and the high ones.</summary>
    private static int Nibble(ReadOnlySpan<byte> nibbles, int part, int index)
    {
        byte pair = nibbles[(part / 2 * PartElements) + index];
        return (part & 1) == 0 ? pair & 15 : pair >> 4;
    }

    /// <summary>Six bits each: parts 0…3 in the low bits of bytes 0…3 and 4…7, the rest in nibbles of 8…11 and the spare top bits.</summary>
    private static (float Scale, float Offset) ScaleAndOffset(ReadOnlySpan<byte> block, int part)
    {
        ReadOnlySpan<byte> packed = block.Slice(4, 12);
        int scale = part < 4 ? packed[part] & 63 : (packed[part + 4] & 15) | (packed[part - 4] >> 6 << 4);
        int offset = part < 4 ? packed[part + 4] & 63 : (packed[part + 4] >> 4) | (packed[part] >> 6 << 4);
        return (PlainBlocks.Half(block) * scale, PlainBlocks.Half(block[2..]) * offset);
    }
}
