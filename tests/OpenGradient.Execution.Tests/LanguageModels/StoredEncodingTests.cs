using CsCheck;
using OpenGradient.Kernels;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels;

public sealed class StoredEncodingTests
{
    [Fact]
    public void Widen_PlainEncodings_AreExact()
    {
        Assert.Equal([1f, -2f, 5.9604645e-8f, 65504f], Widen("f16", [0x00, 0x3C, 0x00, 0xC0, 0x01, 0x00, 0xFF, 0x7B]));
        Assert.Equal([1f, -2f], Widen("bf16", [0x80, 0x3F, 0x00, 0xC0]));
        Assert.Equal(CanonicalNaN.Bits, BitConverter.SingleToUInt32Bits(Widen("f16", [0x01, 0xFE])[0]));
    }

    [Fact]
    public void Widen_Q8_0_IsScaleTimesInteger()
    {
        byte[] block = [0x00, 0x38, .. Enumerable.Range(0, 32).Select(static i => unchecked((byte)(sbyte)(i - 16)))];

        Assert.Equal(Enumerable.Range(0, 32).Select(static i => 0.5f * (i - 16)), Widen("q8_0", block));
    }

    [Fact]
    public void Widen_Q4_0AndQ4_1_PutLowNibblesFirst()
    {
        byte[] nibbles = [.. Enumerable.Range(0, 16).Select(static i => (byte)(i | ((15 - i) << 4)))];
        int[] expected = [.. Enumerable.Range(0, 16), .. Enumerable.Range(0, 16).Reverse()];

        Assert.Equal(expected.Select(static q => 2f * (q - 8)), Widen("q4_0", [0x00, 0x40, .. nibbles]));
        Assert.Equal(expected.Select(static q => (2f * q) + 1f), Widen("q4_1", [0x00, 0x40, 0x00, 0x3C, .. nibbles]));
    }

    [Fact]
    public void Widen_Q5_0AndQ5_1_TakeTheFifthBitFromTheMask()
    {
        byte[] nibbles = new byte[16];
        byte[] mask = [0x01, 0x00, 0x00, 0x80];
        int[] expected = [16, .. Enumerable.Repeat(0, 30), 16];

        Assert.Equal(expected.Select(static q => (float)(q - 16)), Widen("q5_0", [0x00, 0x3C, .. mask, .. nibbles]));
        Assert.Equal(expected.Select(static q => q + 1f), Widen("q5_1", [0x00, 0x3C, 0x00, 0x3C, .. mask, .. nibbles]));
    }

    [Fact]
    public void Widen_Q4K_UnpacksTheScalesOfAllParts()
    {
        // Scales 1 … 8 · 7 and offsets 63, 62 …: parts 0 … 3 in six bits, parts 4 … 7 split between a nibble and two spare bits.
        int[] scales = [.. Enumerable.Range(1, 8).Select(static p => p * 7)];
        int[] offsets = [.. Enumerable.Range(0, 8).Select(static p => 63 - p)];
        byte[] packed = new byte[12];
        for (int p = 0; p < 4; p++)
        {
            packed[p] = (byte)(scales[p] | (scales[p + 4] >> 4 << 6));
            packed[p + 4] = (byte)(offsets[p] | (offsets[p + 4] >> 4 << 6));
            packed[p + 8] = (byte)((scales[p + 4] & 15) | ((offsets[p + 4] & 15) << 4));
        }

        byte[] quants = [.. Enumerable.Repeat((byte)0x93, 128)];
        float[] expected = [.. Enumerable.Range(0, 256).Select(i => (scales[i / 32] * ((i / 32) % 2 == 0 ? 3f : 9f)) - (0.5f * offsets[i / 32]))];

        Assert.Equal(expected, Widen("q4_k", [0x00, 0x3C, 0x00, 0x38, .. packed, .. quants]));
        byte[] fifth = [.. Enumerable.Repeat((byte)0b1000_0001, 32)];
        float[] with = [.. expected.Select((x, i) => i / 32 is 0 or 7 ? x + (16f * scales[i / 32]) : x)];
        Assert.Equal(with, Widen("q5_k", [0x00, 0x3C, 0x00, 0x38, .. packed, .. fifth, .. quants]));
    }

    [Fact]
    public void Widen_Q6K_JoinsNibblesAndPairs()
    {
        byte[] low = [.. Enumerable.Repeat((byte)0x21, 128)];
        byte[] high = [.. Enumerable.Repeat((byte)0b11_10_01_00, 64)];
        byte[] scales = [.. Enumerable.Range(0, 16).Select(static i => unchecked((byte)(sbyte)(i - 8)))];
        int[] q = [1, 17, 34, 50];
        float[] expected = [.. Enumerable.Range(0, 256).Select(i => 2f * (((i / 128 * 8) + (i % 128 / 32 * 2) + (i % 32 / 16)) - 8) * (q[i % 128 / 32] - 32))];

        Assert.Equal(expected, Widen("q6_k", [.. low, .. high, .. scales, 0x00, 0x40]));
    }

    [Fact]
    public void Widen_AnyBytes_GivesNumbersOrTheOneNaN() =>
        Gen.Select(Gen.OneOf("f16", "bf16", "f32", "q8_0", "q4_0", "q4_1", "q5_0", "q5_1", "iq4_nl", "q4_k", "q5_k", "q6_k"), Gen.Byte.Array[2 * 3 * 1024]).SampleFixed(
            (name, bytes) =>
            {
                Assert.True(StoredEncodings.TryFind(name, out StoredEncoding? encoding));
                float[] x = Widen(name, bytes[..(bytes.Length / encoding.BlockBytes * encoding.BlockBytes)]);
                Assert.All(x.Where(float.IsNaN), static number => Assert.Equal(CanonicalNaN.Bits, BitConverter.SingleToUInt32Bits(number)));
            },
            iter: 60);

    private static float[] Widen(string name, byte[] bytes)
    {
        Assert.True(StoredEncodings.TryFind(name, out StoredEncoding? encoding));
        float[] elements = new float[bytes.Length / encoding.BlockBytes * encoding.BlockElements];
        encoding.Widen(bytes, elements);
        return elements;
    }
}
