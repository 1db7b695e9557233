using System.Text.Json;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Tests;

public sealed class ExtensionTests
{
    [Fact]
    public void Quadratic_Vectors_Hold() => Hold<QuadraticExtension>();

    [Fact]
    public void Cubic_Vectors_Hold() => Hold<CubicExtension>();

    /// <summary>Stretches of 2^15, whole and cut; numbers of 16 bits as far as these go, and larger ones among them.</summary>
    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 16)]
    [InlineData(257, 16)]
    [InlineData(1 << 15, 16)]
    [InlineData((1 << 15) + 1, 16)]
    [InlineData(70_000, 16)]
    [InlineData(257, 17)]
    [InlineData(40_000, 64)]
    public void Weigh_IntegersOfAnySize_IsTheSumOfProducts(int count, int bits)
    {
        Random random = new(count + bits);
        long most = long.MaxValue >> (64 - bits);
        QuadraticExtension[] largest = [.. Enumerable.Repeat(new QuadraticExtension(Goldilocks.From(Goldilocks.Modulus - 1), Goldilocks.From(Goldilocks.Modulus - 1)), count)];
        QuadraticExtension[] weights = [.. Enumerable.Range(0, count).Select(_ => new QuadraticExtension(Number(random), Number(random)))];
        long[] integers = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(-most - 1, most))];
        long[][] all = [integers, [.. Enumerable.Repeat(most, count)], [.. Enumerable.Repeat(-most - 1, count)]];

        Assert.All(all, own => Assert.Equal(InnerProduct.Of<QuadraticExtension>(weights, own), QuadraticExtension.Weigh(weights, own)));
        Assert.All(all, own => Assert.Equal(InnerProduct.Of<QuadraticExtension>(largest, own), QuadraticExtension.Weigh(largest, own)));
    }

    private static Goldilocks Number(Random random) => Goldilocks.From((ulong)random.NextInt64());

    private static void Hold<TExtension>()
        where TExtension : struct, IExtension<TExtension>
    {
        int count = 0;
        foreach (JsonElement vector in MathematicsVectors.Of<TExtension>("field").EnumerateArray())
        {
            TExtension left = vector.Number<TExtension>("left");
            TExtension right = vector.Number<TExtension>("right");

            Assert.Equal(vector.Number<TExtension>("sum"), left + right);
            Assert.Equal(vector.Number<TExtension>("difference"), left - right);
            Assert.Equal(vector.Number<TExtension>("product"), left * right);
            Assert.Equal(vector.Number<TExtension>("inverse"), left.Inverse());
            Assert.Equal(left * TExtension.From(right[0]), left * right[0]);
            Assert.Equal(TExtension.One, left * left.Inverse());
            count++;
        }

        Assert.Equal(4, count);
    }
}
