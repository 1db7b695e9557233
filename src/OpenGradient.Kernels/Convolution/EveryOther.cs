using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Moves the elements 0, 2, 4, … of a row together.</summary>
internal static class EveryOther
{
    /// <summary>Copies as many as vectors take at once, eight by eight; returns how many. None without the instructions.</summary>
    public static int Copy(ReadOnlySpan<float> source, Span<float> target)
    {
        if (!Avx2.IsSupported)
            return 0;
        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(target);
        int count = 0;
        for (; count + 8 <= target.Length && (2 * count) + 16 <= source.Length; count += 8)
        {
            // [a0 a2 b0 b2 a4 a6 b4 b6], then the middle quarters change places.
            Vector256<float> picked = Avx.Shuffle(
                Vector256.LoadUnsafe(ref from, (nuint)(2 * count)), Vector256.LoadUnsafe(ref from, (nuint)((2 * count) + 8)), 0b10_00_10_00);
            Avx2.Permute4x64(picked.AsDouble(), 0b11_01_10_00).AsSingle().StoreUnsafe(ref to, (nuint)count);
        }

        return count;
    }
}
