using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Rounded quotients of 64-bit integers: ⌊(x · 2^shift + ⌊d/2⌋) / d⌋ with d = y, or 1 if y is below 1.</summary>
internal readonly ref struct FixedDivision(int shift, Span<long> z) : IWideKernel
{
    private readonly Span<long> _z = z;

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<long> x, ReadOnlySpan<long> y, int start, int count) => Run(x, y, shift, _z.Slice(start, count));

    /// <summary>One quotient; throws <see cref="OverflowException"/> if a 64-bit integer cannot hold it.</summary>
    public static long Divide(long x, long y, int shift)
    {
        long divisor = Math.Max(1, y);

        // 64 bits hold the dividend of every Program that a compiler has shown to be safe; 128 hold any.
        if ((x << shift) >> shift == x && (x << shift) < long.MaxValue - (divisor / 2))
        {
            (long quotient, long remainder) = Math.DivRem((x << shift) + (divisor / 2), divisor);
            return remainder < 0 ? quotient - 1 : quotient;
        }

        (Int128 wide, Int128 rest) = Int128.DivRem(((Int128)x << shift) + (divisor / 2), divisor);
        return checked((long)(rest < 0 ? wide - 1 : wide));
    }

    /// <summary>Quotients of <paramref name="x"/> and <paramref name="y"/>, each as long as <paramref name="z"/> or one element.</summary>
    public static void Run(ReadOnlySpan<long> x, ReadOnlySpan<long> y, int shift, Span<long> z)
    {
        int start = Avx512DQ.IsSupported && y.Length == 1 && x.Length == z.Length ? ByOne(x, Math.Max(1, y[0]), shift, z) : 0;
        if (Vector512.IsHardwareAccelerated)
            start = ByEach(x, y, shift, z, start);
        if (Vector512.IsHardwareAccelerated && z.Length - start > 1)
            RunLast(x, y, shift, z, start);
        else
            RunScalar(x, y, shift, z, start, z.Length);
    }

    /// <summary>Whole vectors with one divisor, by way of its inverse, up to the first that holds a number too large for that; gives how many elements that were.</summary>
    /// <remarks>
    /// The dividend, the divisor, its inverse and the product are each off by 2^-53 of themselves, so a quotient below 2^49 is off by hardly more than 1/4: the nearest
    /// whole number is its floor or the next.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ByOne(ReadOnlySpan<long> x, long divisor, int shift, Span<long> z)
    {
        int bits = Math.Min(DividendBits, QuotientBits + BitOperations.Log2((ulong)divisor)) - shift;
        long most = divisor > 1L << DividendBits || bits < 0 ? 0 : 1L << bits;
        var offset = Vector512.Create(most);
        var reach = Vector512.Create(2 * (ulong)most);
        var divisors = Vector512.Create(divisor);
        var half = Vector512.Create(divisor >> 1);
        var inverse = Vector512.Create(1.0 / divisor);
        int start = 0;
        for (; start <= z.Length - 8; start += 8)
        {
            var numerator = Vector512.LoadUnsafe(in MemoryMarshal.GetReference(x), (nuint)start);
            if (Vector512.GreaterThanAny((numerator + offset).AsUInt64(), reach))
                return start;
            Vector512<long> dividend = Vector512.ShiftLeft(numerator, shift) + half;
            Vector512<long> quotients = Avx512DQ.ConvertToVector512Int64(Vector512.ConvertToDouble(dividend) * inverse);
            quotients += Vector512.LessThan(dividend - (quotients * divisors), Vector512<long>.Zero); // true is -1
            quotients.StoreUnsafe(ref MemoryMarshal.GetReference(z), (nuint)start);
        }

        return start;
    }

    /// <summary>Whole vectors from <paramref name="start"/> on; gives where they end.</summary>
    private static int ByEach(ReadOnlySpan<long> x, ReadOnlySpan<long> y, int shift, Span<long> z, int start)
    {
        ref long dividends = ref MemoryMarshal.GetReference(x);
        ref long divisors = ref MemoryMarshal.GetReference(y);
        for (; start <= z.Length - 8; start += 8)
        {
            Vector512<long> dividend = x.Length == 1 ? Vector512.Create(dividends) : Vector512.LoadUnsafe(ref dividends, (nuint)start);
            Vector512<long> divisor = y.Length == 1 ? Vector512.Create(divisors) : Vector512.LoadUnsafe(ref divisors, (nuint)start);
            if (!TryDivide(dividend, Vector512.Max(divisor, Vector512<long>.One), shift, out Vector512<long> quotients))
                RunScalar(x, y, shift, z, start, start + 8);
            else
                quotients.StoreUnsafe(ref MemoryMarshal.GetReference(z), (nuint)start);
        }

        return start;
    }

    /// <summary>Fewer than eight, in lanes of which the others divide 0 by 1.</summary>
    private static void RunLast(ReadOnlySpan<long> x, ReadOnlySpan<long> y, int shift, Span<long> z, int start)
    {
        Span<long> lanes = stackalloc long[16];
        lanes.Clear();
        for (int i = start; i < z.Length; i++)
        {
            lanes[i - start] = x[x.Length == 1 ? 0 : i];
            lanes[8 + i - start] = y[y.Length == 1 ? 0 : i];
        }

        if (!TryDivide(Vector512.Create(lanes), Vector512.Max(Vector512.Create(lanes[8..]), Vector512<long>.One), shift, out Vector512<long> quotients))
        {
            RunScalar(x, y, shift, z, start, z.Length);
            return;
        }

        quotients.CopyTo(lanes);
        lanes[..(z.Length - start)].CopyTo(z[start..]);
    }

    private static void RunScalar(ReadOnlySpan<long> x, ReadOnlySpan<long> y, int shift, Span<long> z, int start, int end)
    {
        for (int i = start; i < end; i++)
            z[i] = Divide(x[x.Length == 1 ? 0 : i], y[y.Length == 1 ? 0 : i], shift);
    }

    /// <summary>Eight quotients by way of binary64, put right by their remainders; false if one of them is too large for that.</summary>
    /// <remarks>
    /// Dividends of up to 62 bits and divisors are off by 2^-53 of themselves in binary64, so a quotient below 2^50 is off by less than one half and its floor by
    /// at most one. The remainder is exact in 64 bits, although its terms may wrap.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDivide(Vector512<long> x, Vector512<long> divisor, int shift, out Vector512<long> quotients)
    {
        var most = Vector512.Create(1L << (61 - Math.Min(61, shift)));
        Vector512<long> dividend = Vector512.ShiftLeft(x, shift) + Vector512.ShiftRightLogical(divisor, 1);
        Vector512<double> estimate = Vector512.Floor(Vector512.ConvertToDouble(dividend) / Vector512.ConvertToDouble(divisor));
        quotients = Avx512DQ.IsSupported ? Avx512DQ.ConvertToVector512Int64WithTruncation(estimate) : Vector512.ConvertToInt64(estimate); // alike below 2^50
        Vector512<long> rest = dividend - (quotients * divisor);
        quotients += Vector512.LessThan(rest, Vector512<long>.Zero); // true is -1
        quotients -= Vector512.GreaterThanOrEqual(rest, divisor);
        return Vector512.LessThanOrEqualAll(Vector512.Abs(x), most)
            && Vector512.LessThanOrEqualAll(Vector512<long>.Zero, x + most) // the absolute value of the least number wraps
            && Vector512.LessThanOrEqualAll(divisor, Vector512.Create(1L << 61))
            && Vector512.LessThanAll(Vector512.Abs(estimate), Vector512.Create((double)(1L << 50)));
    }

    private const int DividendBits = 61;
    private const int QuotientBits = 48;
}
