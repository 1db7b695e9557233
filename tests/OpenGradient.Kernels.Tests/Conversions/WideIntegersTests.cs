using System.Numerics;

namespace OpenGradient.Kernels.Tests.Conversions;

/// <summary>64-bit integers as floats, against arithmetic on whole numbers.</summary>
public sealed class WideIntegersTests
{
    [Fact]
    public void ToNearest_AroundEveryPower_IsTheNearestAndTheEvenOne()
    {
        foreach (ulong bits in Numbers())
        {
            Assert.Equal(Nearest(bits), WideIntegers.ToNearest(unchecked((long)bits), isUnsigned: true));
            Assert.Equal(Nearest(unchecked((long)bits)), WideIntegers.ToNearest(unchecked((long)bits), isUnsigned: false));
        }
    }

    /// <summary>By way of the odd neighbour a number reaches binary32 as if rounded once.</summary>
    [Fact]
    public void ToOdd_ThenNarrowed_IsOneRounding()
    {
        foreach (ulong bits in Numbers())
        {
            Assert.Equal(Single(bits), (float)WideIntegers.ToOdd(unchecked((long)bits), isUnsigned: true));
            Assert.Equal(Single(unchecked((long)bits)), (float)WideIntegers.ToOdd(unchecked((long)bits), isUnsigned: false));
        }
    }

    private static IEnumerable<ulong> Numbers()
    {
        for (int power = 0; power < 64; power++)
        {
            foreach (int lower in (int[])[power - 1, power - 2, power - 23, power - 24, power - 25, power - 52, power - 53, power - 54])
            {
                ulong edge = (1UL << power) | (lower >= 0 ? 1UL << lower : 0);
                foreach (ulong number in (ulong[])[edge - 1, edge, edge + 1])
                {
                    yield return number;
                    yield return unchecked(0UL - number);
                }
            }
        }
    }

    private static double Nearest(BigInteger number) => (double)Round(number, 53);

    private static float Single(BigInteger number) => (float)(double)Round(number, 24);

    /// <summary>To so many bits, ties to even.</summary>
    private static BigInteger Round(BigInteger number, int bits)
    {
        var magnitude = BigInteger.Abs(number);
        int dropped = (int)magnitude.GetBitLength() - bits;
        if (dropped <= 0)
            return number;
        BigInteger unit = BigInteger.One << dropped;
        BigInteger quotient = BigInteger.DivRem(magnitude, unit, out BigInteger rest);
        int side = (2 * rest).CompareTo(unit);
        if (side > 0 || (side == 0 && !quotient.IsEven))
            quotient += 1;
        return number.Sign * quotient * unit;
    }
}
