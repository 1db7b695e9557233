namespace OpenGradient.Kernels.Tests.Conversions;

/// <summary>Small floats over all their bits: what they mean, and which numbers round to them.</summary>
public sealed class SmallFloatTests
{
    public static TheoryData<string, int> Formats() => new()
    {
        { "f16", 16 },
        { "bf16", 16 },
        { "f8e4m3fn", 8 },
        { "f8e4m3fnuz", 8 },
        { "f8e5m2", 8 },
        { "f8e5m2fnuz", 8 },
        { "f4e2m1", 4 },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Encode_OfEveryNumberOfTheFormat_GivesItsBits(string name, int bits)
    {
        SmallFloat format = Of(name);

        for (int pattern = 0; pattern < 1 << bits; pattern++)
        {
            double number = format.Decode(pattern);
            int expected = double.IsNaN(number) ? format.NaN : pattern;
            Assert.Equal(expected, format.Encode(number, saturates: false) is var back && double.IsInfinity(number) ? pattern : back);
        }
    }

    /// <summary>Between neighbours the middle decides, and in the middle the even one: exact, because binary64 holds the middle of any two.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void Encode_BetweenNeighbours_GivesTheNearerAndTheEvenOne(string name, int bits)
    {
        SmallFloat format = Of(name);
        int largest = Largest(format, bits);

        for (int pattern = 0; pattern < largest; pattern++)
        {
            double middle = (format.Decode(pattern) + format.Decode(pattern + 1)) / 2;
            int even = (pattern & 1) == 0 ? pattern : pattern + 1;
            foreach (bool isNegative in (bool[])[false, true])
            {
                Assert.Equal(Signed(format, even, isNegative, bits), format.Encode(isNegative ? -middle : middle, saturates: true));
                double above = Math.BitIncrement(middle);
                double below = Math.BitDecrement(middle);
                Assert.Equal(Signed(format, pattern + 1, isNegative, bits), format.Encode(isNegative ? -above : above, saturates: true));
                Assert.Equal(Signed(format, pattern, isNegative, bits), format.Encode(isNegative ? -below : below, saturates: true));
            }
        }
    }

    [Theory]
    [InlineData("f16", 0x7BFF, 0x7C00)]
    [InlineData("bf16", 0x7F7F, 0x7F80)]
    [InlineData("f8e4m3fn", 0x7E, 0x7F)]
    [InlineData("f8e4m3fnuz", 0x7F, 0x80)]
    [InlineData("f8e5m2", 0x7B, 0x7C)]
    [InlineData("f8e5m2fnuz", 0x7F, 0x80)]
    [InlineData("f4e2m1", 0x7, 0x7)]
    public void Encode_BeyondTheLargest_SaturatesOrGivesTheSpecial(string name, int largest, int special)
    {
        SmallFloat format = Of(name);
        double last = format.Decode(largest);
        double half = (last - format.Decode(largest - 1)) / 2;

        foreach (double number in (double[])[double.PositiveInfinity, double.MaxValue, last + half + half, Math.BitIncrement(last + half)])
        {
            Assert.Equal(largest, format.Encode(number, saturates: true));
            Assert.Equal(special, format.Encode(number, saturates: false));
        }

        Assert.Equal(largest, format.Encode(Math.BitDecrement(last + half), saturates: false));
    }

    [Fact]
    public void HalfConversion_OfAllBits_IsThatOfTheDefinition()
    {
        ushort[] all = [.. Enumerable.Range(0, 1 << 16).Select(static bits => (ushort)bits)];
        float[] wide = new float[all.Length];
        ushort[] narrow = new ushort[all.Length];

        HalfConversion.Widen16(all, wide);
        Assert.All(all, bits => Assert.Equal((float)SmallFloat.Float16.Decode(bits), wide[bits]));
        HalfConversion.WidenB16(all, wide);
        Assert.All(all, bits => Assert.Equal((float)SmallFloat.BFloat16.Decode(bits), wide[bits]));

        // Every float whose upper half is a given one and whose lower half decides about rounding.
        foreach (uint lower in (uint[])[0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF, 0x0FFF, 0x1000, 0x1001, 0x2000, 0x3000])
        {
            float[] numbers = [.. all.Select(bits => BitConverter.UInt32BitsToSingle(((uint)bits << 16) | lower))];
            HalfConversion.Narrow16(numbers, narrow);
            Assert.Equal(numbers.Select(static number => (ushort)SmallFloat.Float16.Encode(number, saturates: false)), narrow);
            HalfConversion.NarrowB16(numbers, narrow);
            Assert.Equal(numbers.Select(static number => (ushort)SmallFloat.BFloat16.Encode(number, saturates: false)), narrow);
        }
    }

    [Fact]
    public void Decode_OfFloat16_IsThatOfTheLanguage()
    {
        for (int bits = 0; bits < 1 << 16; bits++)
            Assert.Equal((double)BitConverter.UInt16BitsToHalf((ushort)bits), SmallFloat.Float16.Decode(bits));
    }

    private static SmallFloat Of(string name) => name switch
    {
        "f16" => SmallFloat.Float16,
        "bf16" => SmallFloat.BFloat16,
        "f8e4m3fn" => SmallFloat.E4M3Fn,
        "f8e4m3fnuz" => SmallFloat.E4M3FnUz,
        "f8e5m2" => SmallFloat.E5M2,
        "f8e5m2fnuz" => SmallFloat.E5M2FnUz,
        _ => SmallFloat.E2M1,
    };

    private static int Largest(SmallFloat format, int bits) =>
        Enumerable.Range(0, 1 << (bits - 1)).Last(pattern => double.IsFinite(format.Decode(pattern)));

    private static int Signed(SmallFloat format, int magnitude, bool isNegative, int bits)
    {
        int pattern = isNegative ? magnitude | (1 << (bits - 1)) : magnitude;
        return magnitude == 0 && double.IsNaN(format.Decode(pattern)) ? 0 : pattern;
    }
}
