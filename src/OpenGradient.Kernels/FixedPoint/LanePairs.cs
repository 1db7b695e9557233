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
        int start = high.IsEmpty ? 0 : JoinVectors(low, high, pairs);
        for (int i = start; i < pairs.Length; i++)
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

    /// <summary>As many as fill vectors; how many that were.</summary>
    private static int JoinVectors(ReadOnlySpan<short> low, ReadOnlySpan<short> high, Span<int> pairs)
    {
        if (!Vector256.IsHardwareAccelerated)
            return 0;
        ref short first = ref MemoryMarshal.GetReference(low);
        ref short second = ref MemoryMarshal.GetReference(high);
        ref int target = ref MemoryMarshal.GetReference(pairs);
        int i = 0;
        for (; i <= pairs.Length - 8; i += 8)
        {
            var x = Vector256.WidenLower(Vector128.LoadUnsafe(ref first, (nuint)i).AsUInt16().ToVector256Unsafe()).AsInt32();
            var y = Vector256.WidenLower(Vector128.LoadUnsafe(ref second, (nuint)i).AsUInt16().ToVector256Unsafe()).AsInt32();
            (x | (y << 16)).StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }
}
