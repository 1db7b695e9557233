using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Sixteen sums or pairs in one 512-bit vector (AVX-512BW).</summary>
internal readonly struct PairLanes512(Vector512<int> lanes) : IPairLanes<PairLanes512>
{
    private readonly Vector512<int> _lanes = lanes;

    /// <inheritdoc/>
    public static PairLanes512 Zero => default;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes512 Load(ref readonly int source, nuint pairOffset) => new(Vector512.LoadUnsafe(in source, pairOffset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes512 Repeat(ref readonly int source, nuint pairOffset) => new(Vector512.Create(Unsafe.Add(ref Unsafe.AsRef(in source), pairOffset)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes512 MultiplyAddPairs(PairLanes512 sums, PairLanes512 x, PairLanes512 y) =>
        new(sums._lanes + Avx512BW.MultiplyAddAdjacent(x._lanes.AsInt16(), y._lanes.AsInt16()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PairLanes512 sums, ref long destination, nuint elementOffset, bool adds)
    {
        (Vector512<long> low, Vector512<long> high) = Vector512.Widen(sums._lanes);
        if (adds)
        {
            low += Vector512.LoadUnsafe(ref destination, elementOffset);
            high += Vector512.LoadUnsafe(ref destination, elementOffset + 8);
        }

        low.StoreUnsafe(ref destination, elementOffset);
        high.StoreUnsafe(ref destination, elementOffset + 8);
    }
}
