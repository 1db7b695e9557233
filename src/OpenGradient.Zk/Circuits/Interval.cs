using System.Numerics;

namespace OpenGradient.Zk.Circuits;

/// <summary>The integers from one bound to another, both included: where a value is known to lie, whatever the input.</summary>
internal readonly record struct Interval(BigInteger Low, BigInteger High)
{
    /// <summary>2^62: below it, in size, integers and field elements are equal together (proof-1 section 1).</summary>
    public static readonly BigInteger Limit = BigInteger.One << 62;

    /// <summary>The integers of so many bits in two's complement.</summary>
    public static Interval OfBits(int bitCount) => new(-(BigInteger.One << (bitCount - 1)), (BigInteger.One << (bitCount - 1)) - 1);

    public static Interval Of(ReadOnlySpan<long> numbers)
    {
        (long low, long high) = (numbers[0], numbers[0]);
        foreach (long number in numbers)
            (low, high) = (Math.Min(low, number), Math.Max(high, number));
        return new(low, high);
    }

    /// <summary>The largest absolute value.</summary>
    public BigInteger Size => BigInteger.Max(BigInteger.Abs(Low), BigInteger.Abs(High));

    /// <summary>The least interval that holds all.</summary>
    public static Interval Around(ReadOnlySpan<Interval> intervals)
    {
        Interval all = intervals[0];
        foreach (Interval interval in intervals)
            all = new(BigInteger.Min(all.Low, interval.Low), BigInteger.Max(all.High, interval.High));
        return all;
    }

    public bool IsBelowLimit => Size < Limit;

    public bool Contains(BigInteger number) => Low <= number && number <= High;

    /// <summary>Of the squares.</summary>
    public Interval Squared() => new(Low <= 0 && High >= 0 ? 0 : BigInteger.Min(Low * Low, High * High), Size * Size);

    public static Interval operator +(Interval left, Interval right) => new(left.Low + right.Low, left.High + right.High);

    public static Interval operator -(Interval left, Interval right) => new(left.Low - right.High, left.High - right.Low);

    public static Interval operator *(Interval left, Interval right)
    {
        (BigInteger lowLow, BigInteger lowHigh, BigInteger highLow, BigInteger highHigh) = (left.Low * right.Low, left.Low * right.High, left.High * right.Low, left.High * right.High);
        return new(BigInteger.Min(BigInteger.Min(lowLow, lowHigh), BigInteger.Min(highLow, highHigh)), BigInteger.Max(BigInteger.Max(lowLow, lowHigh), BigInteger.Max(highLow, highHigh)));
    }
}
