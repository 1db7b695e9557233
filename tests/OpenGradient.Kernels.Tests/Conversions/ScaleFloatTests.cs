namespace OpenGradient.Kernels.Tests.Conversions;

/// <summary>The float that is a power of two.</summary>
public sealed class ScaleFloatTests
{
    [Theory]
    [InlineData("Up", true)]
    [InlineData("Down", false)]
    [InlineData("Nearest", true)]
    public void Encode_OfEveryPowerAndBetween_FollowsTheRule(string rule, bool isSaturating)
    {
        ScaleRounding rounding = Enum.Parse<ScaleRounding>(rule);
        for (int bits = 0; bits < 254; bits++)
        {
            double power = ScaleFloat.Decode((byte)bits);
            Assert.Equal(Math.ScaleB(1, bits - 127), power);
            Assert.Equal(bits, ScaleFloat.Encode(power, isSaturating, rounding));
            Assert.Equal(rounding == ScaleRounding.Up ? bits + 1 : bits, ScaleFloat.Encode(Math.BitIncrement(power), isSaturating, rounding));
            Assert.Equal(rounding == ScaleRounding.Down ? bits : bits + 1, ScaleFloat.Encode(power * 1.5, isSaturating, rounding));
            Assert.Equal(rounding == ScaleRounding.Up ? bits + 1 : bits, ScaleFloat.Encode(Math.BitDecrement(power * 1.5), isSaturating, rounding));
        }
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(-1.0, 0)]
    [InlineData(1e-60, 0)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(1e60, 254)]
    [InlineData(double.PositiveInfinity, 254)]
    [InlineData(double.NaN, 255)]
    public void Encode_OutsideTheRange_SaturatesOrGivesNaN(double number, int saturated)
    {
        Assert.Equal(saturated, ScaleFloat.Encode(number, saturates: true, ScaleRounding.Up));
        Assert.Equal(ScaleFloat.NaN, ScaleFloat.Encode(number, saturates: false, ScaleRounding.Nearest));
    }
}
