using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>z[i] = f(x[i], y[i]) of 64-bit integers, eight at a time; an operand of one element serves all. What is left at the end is the caller's.</summary>
internal static class WideMap
{
    /// <summary>Runs; how many elements were made.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Run<TFunction>(ReadOnlySpan<long> x, ReadOnlySpan<long> y, Span<long> z)
        where TFunction : IWideFunction
    {
        if (!Vector512.IsHardwareAccelerated || z.Length < 8)
            return 0;
        ref long left = ref MemoryMarshal.GetReference(x);
        ref long right = ref MemoryMarshal.GetReference(y);
        nuint leftStep = x.Length == 1 ? 0u : 8u;
        nuint rightStep = y.Length == 1 ? 0u : 8u;
        Vector512<long> first = x.Length == 1 ? Vector512.Create(left) : Vector512.LoadUnsafe(ref left);
        Vector512<long> second = y.Length == 1 ? Vector512.Create(right) : Vector512.LoadUnsafe(ref right);
        nuint end = (nuint)(z.Length & ~7);
        for (nuint i = 0, l = 0, r = 0; ;)
        {
            TFunction.Of(first, second).StoreUnsafe(ref MemoryMarshal.GetReference(z), i);
            i += 8;
            if (i == end)
                return z.Length & ~7;
            if (leftStep != 0)
                first = Vector512.LoadUnsafe(ref left, l += leftStep);
            if (rightStep != 0)
                second = Vector512.LoadUnsafe(ref right, r += rightStep);
        }
    }
}
