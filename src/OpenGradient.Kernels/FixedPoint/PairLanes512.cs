using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Sixteen sums in one 512-bit vector (AVX-512BW).</summary>
internal readonly struct PairLanes512(Vector512<int> sums) : IPairLanes<PairLanes512>
{
    private readonly Vector512<int> _sums = sums;

    /// <inheritdoc/>
    public static PairLanes512 Zero => default;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes512 MultiplyAddPairs(PairLanes512 sums, int pair, ref readonly short panel, nuint elementOffset) => new(
        sums._sums + Avx512BW.MultiplyAddAdjacent(Vector512.Create(pair).AsInt16(), Vector512.LoadUnsafe(in panel, elementOffset)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(PairLanes512 sums, ref long destination)
    {
        (Vector512<long> low, Vector512<long> high) = Vector512.Widen(sums._sums);
        (Vector512.LoadUnsafe(ref destination) + low).StoreUnsafe(ref destination);
        (Vector512.LoadUnsafe(ref destination, 8) + high).StoreUnsafe(ref destination, 8);
    }
}
