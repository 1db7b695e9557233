using System.Numerics;

namespace OpenGradient.Execution.Operators;

/// <summary>How many elements a range has.</summary>
internal static class RangeSize
{
    /// <summary>⌈(last - first) / step⌉, at least 0: of floats with both operations rounded to binary64. Null if it is no number of elements.</summary>
    public static long? Of<T>(T first, T last, T step)
        where T : unmanaged, INumber<T>
    {
        if (!Number.IsReal<T>())
            return step == T.Zero ? null : Whole(Int128.CreateTruncating(last) - Int128.CreateTruncating(first), Int128.CreateTruncating(step));
        double count = Math.Ceiling((double.CreateTruncating(last) - double.CreateTruncating(first)) / double.CreateTruncating(step));
        return double.IsNaN(count) || count > int.MaxValue ? null : (long)Math.Max(0, count);
    }

    private static long Whole(Int128 distance, Int128 step)
    {
        Int128 count = distance == 0 || distance > 0 != step > 0 ? 0 : (distance + step - (step > 0 ? 1 : -1)) / step;
        return (long)Int128.Min(count, long.MaxValue);
    }
}
