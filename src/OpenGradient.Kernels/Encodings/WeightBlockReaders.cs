using System.Buffers.Binary;

namespace OpenGradient.Kernels;

/// <summary>From the bytes of a stored block to 32 of its weights: spec/exec-1, "Products of stored blocks".</summary>
internal static class WeightBlockReaders
{
    /// <summary>Reads part <paramref name="part"/>, 32 weights, of one stored block.</summary>
    public delegate void Reader(ReadOnlySpan<byte> stored, int part, ref WeightBlock block);

    /// <summary>-127 … 113: the sixteen numbers of the iq4 encodings.</summary>
    public static ReadOnlySpan<sbyte> Iq4Numbers => [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

    /// <summary>q8_0.</summary>
    public static void Q8_0(ReadOnlySpan<byte> stored, int part, ref WeightBlock block)
    {
        block.Factor = PlainBlocks.Half(stored);
        for (int i = 0; i < WeightBlock.ElementCount; i++)
            block.Weights[i] = unchecked((sbyte)stored[2 + i]);
    }

    /// <summary>q4_0.</summary>
    public static void Q4_0(ReadOnlySpan<byte> stored, int part, ref WeightBlock block)
    {
        block.Factor = PlainBlocks.Half(stored);
        for (int i = 0; i < WeightBlock.ElementCount; i++)
            block.Weights[i] = (sbyte)(Nibble(stored[2..], i) - 8);
    }

    /// <summary>q4_1.</summary>
    public static void Q4_1(ReadOnlySpan<byte> stored, int part, ref WeightBlock block)
    {
        ReadOffset(stored, ref block);
        for (int i = 0; i < WeightBlock.ElementCount; i++)
            block.Weights[i] = (sbyte)Nibble(stored[4..], i);
    }

    /// <summary>q5_0.</summary>
    public static void Q5_0(ReadOnlySpan<byte> stored, int part, ref WeightBlock block)
    {
        block.Factor = PlainBlocks.Half(stored);
        uint fifth = BinaryPrimitives.ReadUInt32LittleEndian(stored[2..]);
        for (int i = 0; i < WeightBlock.ElementCount; i++)
            block.Weights[i] = (sbyte)((Nibble(stored[6..], i) | Bit(fifth, i, 4)) - 16);
    }

    /// <summary>q5_1.</summary>
    public static void Q5_1(ReadOnlySpan<byte> stored, int part, ref WeightBlock block)
    {
        ReadOffset(stored, ref block);
        uint fifth = BinaryPrimitives.ReadUInt32LittleEndian(stored[4..]);
        for (int i = 0; i < WeightBlock.ElementCount; i++)
            block.Weights[i] = (sbyte)(Nibble(stored[8..], i) | Bit(fifth, i, 4));
    }

    /// <summary>iq4_nl.</summary>
    public static void Iq4Nl(ReadOnlySpan<byte> stored, int part, ref WeightBlock block)
    {
        block.Factor = PlainBlocks.Half(stored);
        for (int i = 0; i < WeightBlock.ElementCount; i++)
            block.Weights[i] = Iq4Numbers[Nibble(stored[2..], i)];
    }

    /// <summary>iq4_xs.</summary>
    public static void Iq4Xs(ReadOnlySpan<byte> stored, int part, ref WeightBlock block)
    {
        block.Factor = PlainBlocks.Half(stored);
        int low = (stored[4 + (part / 2)] >> (part % 2 * 4)) & 15;
        int high = (BinaryPrimitives.ReadUInt16LittleEndian(stored[2..]) >> (2 * part)) & 3;
        int scale = (low | (high << 4)) - 32;
        block.Scales = (scale, scale);
        for (int i = 0; i < WeightBlock.ElementCount; i++)
            block.Weights[i] = Iq4Numbers[Nibble(stored[(8 + (16 * part))..], i)];
    }

    /// <summary>q2_k.</summary>
    public static void Q2K(ReadOnlySpan<byte> stored, int part, ref WeightBlock block)
    {
        block.Factor = PlainBlocks.Half(stored[80..]);
        block.OffsetFactor = -PlainBlocks.Half(stored[82..]);
        block.Scales = (stored[2 * part] & 15, stored[(2 * part) + 1] & 15);
        block.Offsets = (stored[2 * part] >> 4, stored[(2 * part) + 1] >> 4);
        for (int i = 0; i < WeightBlock.ElementCount; i++)
            block.Weights[i] = (sbyte)Pair(stored[16..], part, i);
    }

    /// <summary>q3_k.</summary>
    public static void Q3K(ReadOnlySpan<byte> stored, int part, ref WeightBlock block)
    {
        block.Factor = PlainBlocks.Half(stored[108..]);
        block.Scales = (Q3Scale(stored.Slice(96, 12), 2 * part), Q3Scale(stored.Slice(96, 12), (2 * part) + 1));
        for (int i = 0; i < WeightBlock.ElementCount; i++)
            block.Weights[i] = (sbyte)((Pair(stored[32..], part, i) | Bit(stored[i], part, 2)) - 4);
    }

    /// <summary>q4_k.</summary>
    public static void Q4K(ReadOnlySpan<byte> stored, int part, ref WeightBlock block)
    {
        ReadSuperScales(stored, part, ref block);
        for (int i = 0; i < WeightBlock.ElementCount; i++)
            block.Weights[i] = (sbyte)SuperNibble(stored[16..], part, i);
    }

    /// <summary>q5_k.</summary>
    public static void Q5K(ReadOnlySpan<byte> stored, int part, ref WeightBlock block)
    {
        ReadSuperScales(stored, part, ref block);
        for (int i = 0; i < WeightBlock.ElementCount; i++)
            block.Weights[i] = (sbyte)(SuperNibble(stored[48..], part, i) | Bit(stored[16 + i], part, 4));
    }

    /// <summary>q6_k.</summary>
    public static void Q6K(ReadOnlySpan<byte> stored, int part, ref WeightBlock block)
    {
        (int half, int run) = (part / 4, part % 4);
        block.Factor = PlainBlocks.Half(stored[208..]);
        block.Scales = (unchecked((sbyte)stored[192 + (2 * part)]), unchecked((sbyte)stored[193 + (2 * part)]));
        for (int i = 0; i < WeightBlock.ElementCount; i++)
        {
            byte low = stored[(half * 64) + (run % 2 * 32) + i];
            int pair = (stored[128 + (half * 32) + i] >> (2 * run)) & 3;
            block.Weights[i] = (sbyte)(((run < 2 ? low & 15 : low >> 4) | (pair << 4)) - 32);
        }
    }

    private static void ReadOffset(ReadOnlySpan<byte> stored, ref WeightBlock block)
    {
        block.Factor = PlainBlocks.Half(stored);
        block.OffsetFactor = PlainBlocks.Half(stored[2..]);
        block.Offsets = (1, 1);
    }

    /// <summary>Six bits each: parts 0 … 3 in the low bits of bytes 0 … 3 and 4 … 7, the rest in nibbles of 8 … 11 and the spare top bits.</summary>
    private static void ReadSuperScales(ReadOnlySpan<byte> stored, int part, ref WeightBlock block)
    {
        ReadOnlySpan<byte> packed = stored.Slice(4, 12);
        int scale = part < 4 ? packed[part] & 63 : (packed[part + 4] & 15) | (packed[part - 4] >> 6 << 4);
        int offset = part < 4 ? packed[part + 4] & 63 : (packed[part + 4] >> 4) | (packed[part] >> 6 << 4);
        block.Factor = PlainBlocks.Half(stored);
        block.OffsetFactor = -PlainBlocks.Half(stored[2..]);
        block.Scales = (scale, scale);
        block.Offsets = (offset, offset);
    }

    private static int Q3Scale(ReadOnlySpan<byte> packed, int index)
    {
        int low = index < 8 ? packed[index] & 15 : packed[index - 8] >> 4;
        return (low | (((packed[8 + (index % 4)] >> (2 * (index / 4))) & 3) << 4)) - 32;
    }

    private static int Nibble(ReadOnlySpan<byte> nibbles, int index) => index < 16 ? nibbles[index] & 15 : nibbles[index - 16] >> 4;

    /// <summary>Parts 2j and 2j + 1 share 32 bytes: the low nibbles and the high ones.</summary>
    private static int SuperNibble(ReadOnlySpan<byte> nibbles, int part, int index) => (nibbles[(part / 2 * 32) + index] >> (part % 2 * 4)) & 15;

    /// <summary>Parts 4a … 4a + 3 share 32 bytes, two bits each.</summary>
    private static int Pair(ReadOnlySpan<byte> pairs, int part, int index) => (pairs[(part / 4 * 32) + index] >> (2 * (part % 4))) & 3;

    private static int Bit(uint bits, int index, int place) => (int)((bits >> index) & 1) << place;
}
