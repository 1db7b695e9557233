using System.Numerics;

namespace OpenGradient.Kernels;

/// <summary>64-bit integers as binary64 numbers.</summary>
internal static class WideIntegers
{
    /// <summary>To nearest, ties to even.</summary>
    public static double ToNearest(long number, bool isUnsigned) =>
        // Dropping two bits, but not that there were any, leaves the rounding to 53 bits as it is.
        isUnsigned && number < 0 ? 4.0 * (long)(((ulong)unchecked(number) >> 2) | ((number & 3) == 0 ? 0UL : 1UL)) : number;

    /// <summary>To the neighbour whose last bit is 1 unless exact: rounding that further to at most 51 bits equals rounding the integer itself.</summary>
    public static double ToOdd(long number, bool isUnsigned)
    {
        bool isNegative = !isUnsigned && number < 0;
        ulong magnitude = unchecked((ulong)(isNegative ? -number : number));
        int dropped = 64 - BitOperations.LeadingZeroCount(magnitude) - 53;
        if (dropped <= 0)
            return isNegative ? -(double)(long)magnitude : (long)magnitude;
        ulong kept = magnitude >> dropped;
        if (kept << dropped != magnitude)
            kept |= 1;
        double number64 = (double)(long)kept * (1L << dropped);
        return isNegative ? -number64 : number64;
    }
}
