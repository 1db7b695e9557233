using System.Numerics;
using CsCheck;
using OpenGradient.Tests;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Tests;

public sealed class GoldilocksTests
{
    /// <summary>Any element, and often one where a carry or a borrow is due.</summary>
    private static readonly Gen<Goldilocks> Element = Gen.OneOf(
        Gen.ULong,
        Gen.OneOf<ulong>(0, 1, 2, 0xFFFF_FFFF, 1UL << 32, (1UL << 32) + 1, 1UL << 63, Goldilocks.Modulus - 1, Goldilocks.Modulus - 2, Goldilocks.Modulus >> 1, 0xFFFF_FFFE_0000_0000, 0xFFFF_FFFF_0000_0000))
        .Select(Goldilocks.From);

    [Fact]
    public void Operations_AnyTwo_AgreeWithBigInteger() => Gen.Select(Element, Element).SampleFixed(
        (left, right) =>
        {
            Assert.Equal((Big(left) + Big(right)) % Goldilocks.Modulus, Big(left + right));
            Assert.Equal((Big(left) - Big(right) + Goldilocks.Modulus) % Goldilocks.Modulus, Big(left - right));
            Assert.Equal(Big(left) * Big(right) % Goldilocks.Modulus, Big(left * right));
        },
        iter: 200_000);

    [Fact]
    public void From_AnyWideNumber_IsTheRemainder() => Gen.OneOf(Gen.UInt128, Gen.OneOf<UInt128>(UInt128.MaxValue, UInt128.MaxValue << 96, UInt128.One << 64, UInt128.Zero)).SampleFixed(
        static number => Assert.Equal((BigInteger)number % Goldilocks.Modulus, Big(Goldilocks.From(number))));

    [Theory]
    [InlineData(-1, Goldilocks.Modulus - 1)]
    [InlineData(long.MinValue, Goldilocks.Modulus - (1UL << 63))]
    [InlineData(long.MaxValue, (ulong)long.MaxValue)]
    public void From_SignedInteger_IsItsRemainder(long number, ulong expected) => Assert.Equal(expected, Goldilocks.From(number).Value);

    [Fact]
    public void Inverse_OfAnything_GivesOneWithIt() => Element.Where(static element => element != Goldilocks.Zero).SampleFixed(
        static element => Assert.Equal(Goldilocks.One, element * element.Inverse()));

    [Fact]
    public void Inverse_OfZero_IsZero() => Assert.Equal(Goldilocks.Zero, Goldilocks.Zero.Inverse());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(32)]
    public void RootOfUnity_AnyOrder_HasItExactly(int logOrder)
    {
        Goldilocks root = Goldilocks.RootOfUnity(logOrder);

        Assert.Equal(Goldilocks.One, root.Power(1UL << logOrder));
        Assert.True(logOrder == 0 || root.Power(1UL << (logOrder - 1)) == -Goldilocks.One);
    }

    [Fact]
    public void Constants_AreNoSquareAndNoCube()
    {
        Assert.NotEqual(Goldilocks.One, Goldilocks.Generator.Power((Goldilocks.Modulus - 1) / 2));
        Assert.NotEqual(Goldilocks.One, Goldilocks.From(2UL).Power((Goldilocks.Modulus - 1) / 3));
    }

    [Theory]
    [InlineData("FFFFFFFF00000001")]
    [InlineData("FFFFFFFFFFFFFFFF")]
    public void TryRead_AnotherFormOfAnElement_IsRefused(string bytes) => Assert.False(Goldilocks.TryRead(Convert.FromHexString(bytes), out _));

    private static BigInteger Big(Goldilocks element) => element.Value;
}
