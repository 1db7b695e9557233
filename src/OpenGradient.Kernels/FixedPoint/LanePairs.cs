using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Two rows of 16-bit integers side by side: element i of both in the 32 bits of pair i, the first in the low half.</summary>
internal static class LanePairs
{
    /// <summary>Joins <paramref name="low"/> and <paramref name="high"/>, which may be empty: zeros then.</summary>
    public static void Join(ReadOnlySpan<short> low, ReadOnlySpan<short> high, Span<int> pairs)
    {
        if (Vector256.IsHardwareAccelerated && pairs.Length >= Lanes)
        {
            JoinVectors(low, high, pairs);
            return;
        }

        for (int i = 0; i < pairs.Length; i++)
            pairs[i] = Of(low[i], high.IsEmpty ? (short)0 : high[i]);
    }

    /// <summary>As <see cref="Join"/>, of every <paramref name="step"/>th element.</summary>
    public static void JoinEvery(int step, ReadOnlySpan<short> low, ReadOnlySpan<short> high, Span<int> pairs)
    {
        for (int i = 0; i < pairs.Length; i++)
            pairs[i] = Of(low[i * step], high.IsEmpty ? (short)0 : high[i * step]);
    }

    /// <summary>One pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(short low, short high) => (ushort)low | (high << 16);

    /// <summary>At least as many as fill a vector; the last one begins earlier: what two have in common comes out the same.</summary>
    private static void JoinVectors(ReadOnlySpan<short> low, ReadOnlySpan<short> high, Span<int> pairs)
    {
        ref short first = ref MemoryMarshal.GetReference(low);
        ref short second = ref MemoryMarshal.GetReference(high);
        ref int target = ref MemoryMarshal.GetReference(pairs);
        for (int start = 0; start < pairs.Length; start += Lanes)
        {
            nuint i = (nuint)Math.Min(start, pairs.Length - Lanes);
            Vector256<int> x = Widened(ref first, i);
            (high.IsEmpty ? x : x | (Widened(ref second, i) << 16)).StoreUnsafe(ref target, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widened(ref short source, nuint i) =>
        Vector256.WidenLower(Vector128.LoadUnsafe(ref source, i).AsUInt16().ToVector256Unsafe()).AsInt32();

    private const int Lanes = 8;
}
