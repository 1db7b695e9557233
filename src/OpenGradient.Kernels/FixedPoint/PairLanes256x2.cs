using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Sixteen sums or pairs in two 256-bit vectors (AVX2).</summary>
internal readonly struct PairLanes256x2(Vector256<int> low, Vector256<int> high) : IPairLanes<PairLanes256x2>
{
    private readonly Vector256<int> _low = low;
    private readonly Vector256<int> _high = high;

    /// <inheritdoc/>
    public static PairLanes256x2 Zero => default;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes256x2 Load(ref readonly int source, nuint pairOffset) =>
        new(Vector256.LoadUnsafe(in source, pairOffset), Vector256.LoadUnsafe(in source, pairOffset + 8));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes256x2 Repeat(ref readonly int source, nuint pairOffset)
    {
        var pair = Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in source), pairOffset));
        return new(pair, pair);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes256x2 MultiplyAddPairs(PairLanes256x2 sums, PairLanes256x2 x, PairLanes256x2 y) => new(
        sums._low + Avx2.MultiplyAddAdjacent(x._low.AsInt16(), y._low.AsInt16()),
        sums._high + Avx2.MultiplyAddAdjacent(x._high.AsInt16(), y._high.AsInt16()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PairLanes256x2 sums, ref long destination, nuint elementOffset, bool adds)
    {
        Put(sums._low, ref destination, elementOffset, adds);
        Put(sums._high, ref destination, elementOffset + 8, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector256<int> sums, ref long destination, nuint elementOffset, bool adds)
    {
        (Vector256<long> low, Vector256<long> high) = Vector256.Widen(sums);
        if (adds)
        {
            low += Vector256.LoadUnsafe(ref destination, elementOffset);
            high += Vector256.LoadUnsafe(ref destination, elementOffset + 4);
        }

        low.StoreUnsafe(ref destination, elementOffset);
        high.StoreUnsafe(ref destination, elementOffset + 4);
    }
}
