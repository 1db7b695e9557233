using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Moves the elements 0, 2, 4, … of a row together.</summary>
internal static class EveryOther
{
    /// <summary>target[i] = source[2i].</summary>
    public static void Copy(ReadOnlySpan<float> source, Span<float> target)
    {
        int done = Avx2.IsSupported && target.Length >= Lanes ? CopyVectors(source, target) : 0;
        for (; done < target.Length; done++)
            target[done] = source[2 * done];
    }

    /// <summary>Eight by eight, the last eight where they end; returns how many are done: all but those whose neighbours the source does not have.</summary>
    private static int CopyVectors(ReadOnlySpan<float> source, Span<float> target)
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(target);
        int readable = Math.Min(target.Length, source.Length / 2) - Lanes; // the last place for eight
        int place = 0;
        for (; place <= readable; place += Lanes)
            CopyEight(ref from, ref to, place);
        if (readable < 0 || place == readable + Lanes)
            return place;
        CopyEight(ref from, ref to, readable);
        return readable + Lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyEight(ref float source, ref float target, int place)
    {
        // [a0 a2 b0 b2 a4 a6 b4 b6], then the middle quarters change places.
        Vector256<float> picked = Avx.Shuffle(
            Vector256.LoadUnsafe(ref source, (nuint)(2 * place)), Vector256.LoadUnsafe(ref source, (nuint)((2 * place) + Lanes)), 0b10_00_10_00);
        Avx2.Permute4x64(picked.AsDouble(), 0b11_01_10_00).AsSingle().StoreUnsafe(ref target, (nuint)place);
    }

    private const int Lanes = 8;
}
