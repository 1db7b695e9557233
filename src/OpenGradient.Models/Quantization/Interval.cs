using System.Numerics;

namespace OpenGradient.Models.Quantization;

/// <summary>What an integer can be, whatever the input: from Low to High, both included.</summary>
/// <param name="Low">The least.</param>
/// <param name="High">The greatest.</param>
internal readonly record struct Interval(BigInteger Low, BigInteger High)
{
    /// <summary>The interval of everything that a value may be: magnitudes stay below 2^62, so that no sum of two leaves 64 bits.</summary>
    public static readonly BigInteger Limit = BigInteger.One << 62;

    /// <summary>From -m to m.</summary>
    public static Interval Symmetric(BigInteger magnitude) => new(-magnitude, magnitude);

    /// <summary>The largest magnitude.</summary>
    public BigInteger Magnitude => BigInteger.Max(BigInteger.Abs(Low), BigInteger.Abs(High));

    /// <summary>Whether every number of it is smaller than <see cref="Limit"/> in magnitude.</summary>
    public bool IsSafe => Magnitude < Limit;

    /// <summary>The sums.</summary>
    public static Interval operator +(Interval x, Interval y) => new(x.Low + y.Low, x.High + y.High);

    /// <summary>The differences.</summary>
    public static Interval operator -(Interval x, Interval y) => new(x.Low - y.High, x.High - y.Low);

    /// <summary>The products.</summary>
    public static Interval operator *(Interval x, Interval y)
    {
        BigInteger[] corners = [x.Low * y.Low, x.Low * y.High, x.High * y.Low, x.High * y.High];
        return new(corners.Min(), corners.Max());
    }

    /// <summary>The smallest interval that holds both.</summary>
    public Interval Or(Interval other) => new(BigInteger.Min(Low, other.Low), BigInteger.Max(High, other.High));
}
