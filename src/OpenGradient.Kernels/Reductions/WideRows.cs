using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Rows of 64-bit integers reduced, eight at a time; no order is part of the result.</summary>
internal static class WideRows
{
    /// <summary>The sum, wrapping.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Sum(ReadOnlySpan<long> row)
    {
        Vector512<long> lanes = Vector512<long>.Zero;
        int start = 0;
        for (; Vector512.IsHardwareAccelerated && start <= row.Length - 8; start += 8)
            lanes += Vector512.LoadUnsafe(in MemoryMarshal.GetReference(row), (nuint)start);
        Vector256<long> four = lanes.GetLower() + lanes.GetUpper();
        Vector128<long> two = four.GetLower() + four.GetUpper();
        long sum = unchecked(two.ToScalar() + two.GetElement(1));
        foreach (long element in row[start..])
            sum = unchecked(sum + element);
        return sum;
    }

    /// <summary>The largest; the least number there is for an empty row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Max(ReadOnlySpan<long> row)
    {
        var lanes = Vector512.Create(long.MinValue);
        int start = 0;
        for (; Vector512.IsHardwareAccelerated && start <= row.Length - 8; start += 8)
            lanes = Vector512.Max(lanes, Vector512.LoadUnsafe(in MemoryMarshal.GetReference(row), (nuint)start));
        Vector256<long> four = Vector256.Max(lanes.GetLower(), lanes.GetUpper());
        Vector128<long> two = Vector128.Max(four.GetLower(), four.GetUpper());
        long most = Math.Max(two.ToScalar(), two.GetElement(1));
        foreach (long element in row[start..])
            most = Math.Max(most, element);
        return most;
    }
}
