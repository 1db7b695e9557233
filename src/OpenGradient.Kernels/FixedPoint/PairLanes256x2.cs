using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Sixteen sums in two 256-bit vectors (AVX2).</summary>
internal readonly struct PairLanes256x2(Vector256<int> low, Vector256<int> high) : IPairLanes<PairLanes256x2>
{
    private readonly Vector256<int> _low = low;
    private readonly Vector256<int> _high = high;

    /// <inheritdoc/>
    public static PairLanes256x2 Zero => default;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes256x2 MultiplyAddPairs(PairLanes256x2 sums, int pair, ref readonly short panel, nuint elementOffset)
    {
        Vector256<short> x = Vector256.Create(pair).AsInt16();
        return new(
            sums._low + Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(in panel, elementOffset)),
            sums._high + Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(in panel, elementOffset + 16)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(PairLanes256x2 sums, ref long destination)
    {
        Add(sums._low, ref destination, 0);
        Add(sums._high, ref destination, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<int> sums, ref long destination, nuint offset)
    {
        (Vector256<long> low, Vector256<long> high) = Vector256.Widen(sums);
        (Vector256.LoadUnsafe(ref destination, offset) + low).StoreUnsafe(ref destination, offset);
        (Vector256.LoadUnsafe(ref destination, offset + 4) + high).StoreUnsafe(ref destination, offset + 4);
    }
}
