using System.Numerics;
using OpenGradient.Models.Quantization;

namespace OpenGradient.Models.Tests.Quantization;

/// <summary>The exact functions against binary64 ones: equal to 40 bits, as far as those can be trusted.</summary>
public sealed class ExactFunctionsTests
{
    [Fact]
    public void Functions_OverTheirDomain_AgreeWithBinary64()
    {
        for (double x = -20; x <= 20; x += 0.37)
        {
            AssertClose(Math.Exp(x), ExactFunctions.Exp(Of(x)), $"exp({x})");
            AssertClose(Math.Tanh(x), ExactFunctions.Tanh(Of(x)), $"tanh({x})");
            AssertClose(1 / (1 + Math.Exp(-x)), ExactFunctions.Sigmoid(Of(x)), $"sigmoid({x})");
            AssertClose(Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))), ExactFunctions.Softplus(Of(x)), $"softplus({x})");
            AssertClose(Math.Sqrt(Math.Max(x, 0)), ExactFunctions.Sqrt(Of(x)), $"sqrt({x})");
            AssertClose(Math.Log(x + 20.5), ExactFunctions.Log(Of(x + 20.5)), $"log({x + 20.5})");
        }
    }

    /// <summary>erf at a few points, from the tables of Abramowitz and Stegun.</summary>
    [Theory]
    [InlineData(0.5, 0.5204998778)]
    [InlineData(1.0, 0.8427007929)]
    [InlineData(2.0, 0.9953222650)]
    [InlineData(-1.0, -0.8427007929)]
    [InlineData(8.0, 1.0)]
    public void Erf_KnownPoints_HaveTheirValues(double x, double expected) => Assert.Equal(expected, ToDouble(ExactFunctions.Erf(Of(x))), 9);

    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(1.0 / 3, 3)]
    [InlineData(1e-9, 1_000_000_000)]
    public void ExactScale_RoundTrip_GivesTheInteger(double scale, long integer)
    {
        var exact = new ExactScale(scale);

        Assert.Equal(integer, exact.ToInteger(exact.ToReal(integer)));
        Assert.Equal(-integer, exact.ToInteger(exact.ToReal(-integer)));
        Assert.Equal(1.0, ToDouble(exact.ToReal(integer)), 6);
    }

    private static BigInteger Of(double x) => new(Math.ScaleB(x, ExactFunctions.FractionBits));

    private static double ToDouble(BigInteger x) => Math.ScaleB((double)x, -ExactFunctions.FractionBits);

    private static void AssertClose(double expected, BigInteger actual, string what) =>
        Assert.True(Math.Abs(expected - ToDouble(actual)) <= Math.ScaleB(Math.Max(1, Math.Abs(expected)), -40), $"{what}: {ToDouble(actual):R} instead of {expected:R}");
}
