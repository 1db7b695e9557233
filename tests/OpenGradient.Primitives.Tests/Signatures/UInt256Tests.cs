using System.Numerics;
using CsCheck;
using OpenGradient.Tests;

namespace OpenGradient.Primitives.Tests;

public sealed class UInt256Tests
{
    private static readonly Gen<byte[]> Words = Gen.OneOf(Gen.Byte, Gen.Const((byte)0), Gen.Const((byte)0xff)).Array[32];

    [Fact]
    public void CompareTo_AnyTwo_AgreesWithBigInteger() => Gen.Select(Words, Words).SampleFixed(static (left, right) =>
        Assert.Equal(Big(left).CompareTo(Big(right)), Math.Sign(UInt256.Read(left).CompareTo(UInt256.Read(right)))));

    [Fact]
    public void Subtract_SmallerFromLarger_AgreesWithBigInteger() => Gen.Select(Words, Words).SampleFixed(static (left, right) =>
    {
        (byte[] larger, byte[] smaller) = Big(left) >= Big(right) ? (left, right) : (right, left);
        byte[] difference = new byte[32];

        UInt256.Read(larger).Subtract(UInt256.Read(smaller)).Write(difference);

        Assert.Equal(Big(larger) - Big(smaller), Big(difference));
    });

    private static BigInteger Big(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
