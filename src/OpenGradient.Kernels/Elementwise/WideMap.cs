using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>z[i] = f(x[i], y[i]) of 64-bit integers; an operand of one element serves all.</summary>
internal readonly ref struct WideMap<TFunction>(Span<long> z) : IWideKernel
    where TFunction : struct, IWideFunction
{
    private readonly Span<long> _z = z;

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<long> x, ReadOnlySpan<long> y, int start, int count) => Run(x, y, _z.Slice(start, count));

    /// <summary>One stretch.</summary>
    public static void Run(ReadOnlySpan<long> x, ReadOnlySpan<long> y, Span<long> z)
    {
        int done = Vector512.IsHardwareAccelerated && z.Length >= 8 ? Vectors(x, y, z) : 0;
        for (int i = done; i < z.Length; i++)
            z[i] = TFunction.Of(x[x.Length == 1 ? 0 : i], y[y.Length == 1 ? 0 : i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Vectors(ReadOnlySpan<long> x, ReadOnlySpan<long> y, Span<long> z)
    {
        ref long left = ref MemoryMarshal.GetReference(x);
        ref long right = ref MemoryMarshal.GetReference(y);
        ref long target = ref MemoryMarshal.GetReference(z);
        int count = z.Length & ~7;
        var first = Vector512.Create(left);
        var second = Vector512.Create(right);
        for (nuint i = 0; i < (nuint)count; i += 8)
        {
            if (x.Length > 1)
                first = Vector512.LoadUnsafe(ref left, i);
            if (y.Length > 1)
                second = Vector512.LoadUnsafe(ref right, i);
            TFunction.Of(first, second).StoreUnsafe(ref target, i);
        }

        return count;
    }
}
