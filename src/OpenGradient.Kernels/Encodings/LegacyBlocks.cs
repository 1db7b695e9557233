using System.Buffers.Binary;

namespace OpenGradient.Kernels;

/// <summary>Blocks of 32 elements with one scale d and, in the _1 forms, one offset m, both binary16.</summary>
/// <remarks>
/// <code>
/// q8_0    d · 32 × i8                                     x = d·q                (exact)
/// q4_0    d · 16 × u8: low nibbles 0…15, high 16…31       x = d·(q - 8)          (exact)
/// q4_1    d · m · nibbles                                 x = fma(d, q, m)
/// q5_0    d · u32 of fifth bits · nibbles                 x = d·(q - 16)         (exact)
/// q5_1    d · m · u32 of fifth bits · nibbles             x = fma(d, q, m)
/// iq4_nl  d · nibbles                                     x = d·table[q]         (exact)
/// </code>
/// </remarks>
internal static class LegacyBlocks
{
    private static ReadOnlySpan<sbyte> Iq4NlTable => [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

    /// <summary>q8_0.</summary>
    public static void Q8_0(ReadOnlySpan<byte> block, Span<float> elements)
    {
        float d = PlainBlocks.Half(block);
        for (int i = 0; i < 32; i++)
            elements[i] = d * unchecked((sbyte)block[2 + i]);
    }

    /// <summary>q4_0.</summary>
    public static void Q4_0(ReadOnlySpan<byte> block, Span<float> elements)
    {
        float d = PlainBlocks.Half(block);
        for (int i = 0; i < 32; i++)
            elements[i] = d * (Nibble(block[2..], i) - 8);
    }

    /// <summary>q4_1.</summary>
    public static void Q4_1(ReadOnlySpan<byte> block, Span<float> elements)
    {
        float d = PlainBlocks.Half(block);
        float m = PlainBlocks.Half(block[2..]);
        for (int i = 0; i < 32; i++)
            elements[i] = MathF.FusedMultiplyAdd(d, Nibble(block[4..], i), m);
    }

    /// <summary>q5_0.</summary>
    public static void Q5_0(ReadOnlySpan<byte> block, Span<float> elements)
    {
        float d = PlainBlocks.Half(block);
        uint fifth = BinaryPrimitives.ReadUInt32LittleEndian(block[2..]);
        for (int i = 0; i < 32; i++)
            elements[i] = d * ((Nibble(block[6..], i) | FifthBit(fifth, i)) - 16);
    }

    /// <summary>q5_1.</summary>
    public static void Q5_1(ReadOnlySpan<byte> block, Span<float> elements)
    {
        float d = PlainBlocks.Half(block);
        float m = PlainBlocks.Half(block[2..]);
        uint fifth = BinaryPrimitives.ReadUInt32LittleEndian(block[4..]);
        for (int i = 0; i < 32; i++)
            elements[i] = MathF.FusedMultiplyAdd(d, Nibble(block[8..], i) | FifthBit(fifth, i), m);
    }

    /// <summary>iq4_nl.</summary>
    public static void Iq4Nl(ReadOnlySpan<byte> block, Span<float> elements)
    {
        float d = PlainBlocks.Half(block);
        for (int i = 0; i < 32; i++)
            elements[i] = d * Iq4NlTable[Nibble(block[2..], i)];
    }

    private static int Nibble(ReadOnlySpan<byte> nibbles, int index) => index < 16 ? nibbles[index] & 15 : nibbles[index - 16] >> 4;

    private static int FifthBit(uint bits, int index) => (int)((bits >> index) & 1) << 4;
}
