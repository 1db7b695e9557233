using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Zk.Prover.Kernels.Integers;

/// <summary>Integers of 8 or 16 bits as integers of 64, the form that sums are made of.</summary>
internal static class ShortIntegers
{
    /// <summary>Widens integers of 8 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ReadOnlySpan<sbyte> narrow, Span<long> wide)
    {
        for (int index = 0; index < narrow.Length; index++)
            wide[index] = narrow[index];
    }

    /// <summary>The same to 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ReadOnlySpan<sbyte> narrow, Span<short> wide)
    {
        for (int index = 0; index < narrow.Length; index++)
            wide[index] = narrow[index];
    }

    /// <summary>Widens each of a stretch of integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ReadOnlySpan<short> narrow, Span<long> wide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wide.Length, narrow.Length);
        // SAFETY: a vector is read and written only where eight more elements are left in the shorter span.
        ref short source = ref MemoryMarshal.GetReference(narrow);
        ref long target = ref MemoryMarshal.GetReference(wide);
        nuint count = (nuint)narrow.Length;
        nuint whole = Avx512F.IsSupported ? count & ~(nuint)7 : 0;
        for (nuint index = 0; index < whole; index += 8)
            Avx512F.ConvertToVector512Int64(Vector128.LoadUnsafe(ref source, index)).StoreUnsafe(ref target, index);
        for (nuint index = whole; index < count; index++)
            Unsafe.Add(ref target, index) = Unsafe.Add(ref source, index);
    }
}
