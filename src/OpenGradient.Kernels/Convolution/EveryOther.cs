using System.Runtime.CompilerServices;
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
            Pick(ref Unsafe.Add(ref from, 2 * count)).StoreUnsafe(ref to, (nuint)count);
        }

        return count;
    }

    /// <summary>Copies all of them by instructions of AVX2, the last eight beginning earlier; few, or those at the end of what is readable, one by one.</summary>
    public static unsafe void Copy256(float* source, nint readable, float* target, nint count)
    {
        nint i = 0;
        if (count >= 8 && 2 * count <= readable)
        {
            for (; i < count; i += 8)
            {
                nint first = Math.Min(i, count - 8);
                Pick(ref source[2 * first]).Store(target + first);
            }
        }

        for (; i < count; i++)
            target[i] = source[2 * i];
    }

    /// <summary>Copies neighbours in the same way.</summary>
    public static unsafe void CopyAll(float* source, float* target, nint count)
    {
        nint i = 0;
        if (count >= 8)
        {
            for (; i < count; i += 8)
            {
                nint first = Math.Min(i, count - 8);
                Vector256.Load(source + first).Store(target + first);
            }
        }

        for (; i < count; i++)
            target[i] = source[i];
    }

    /// <summary>Eight of sixteen: [a0 a2 b0 b2 a4 a6 b4 b6], then the middle quarters change places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pick(ref float source)
    {
        Vector256<float> picked = Avx.Shuffle(Vector256.LoadUnsafe(ref source), Vector256.LoadUnsafe(ref source, 8), 0b10_00_10_00);
        return Avx2.Permute4x64(picked.AsDouble(), 0b11_01_10_00).AsSingle();
    }
}
