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
    public static PairLanes512 Create(int x) => new(Vector512.Create(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes512 Add(PairLanes512 x, PairLanes512 y) => new(x._lanes + y._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes512 Clamp(PairLanes512 x, PairLanes512 low, PairLanes512 high) => new(Avx512F.Max(Avx512F.Min(x._lanes, high._lanes), low._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes512 ShiftLeft(PairLanes512 x, int bits) => new(Vector512.ShiftLeft(x._lanes, bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes512 MultiplyHigh(PairLanes512 x, PairLanes512 y)
    {
        var half = Vector512.Create(1L << 31);
        Vector512<long> even = Avx512F.Multiply(x._lanes, y._lanes) + half;
        Vector512<long> odd = Avx512F.Multiply(Odd(x._lanes), Odd(y._lanes)) + half;
        return new(Vector512.ConditionalSelect(Vector512.Create(0xFFFF_FFFFL).AsInt32(), Odd(even.AsInt32()), odd.AsInt32()));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutShorts(PairLanes512 x, ref short destination, nuint elementOffset) =>
        Avx512F.ConvertToVector256Int16(x._lanes).StoreUnsafe(ref destination, elementOffset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PairLanes512 sums, ref int destination, nuint elementOffset) => sums._lanes.StoreUnsafe(ref destination, elementOffset);

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

    /// <summary>The odd lanes in the place of the even ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Odd(Vector512<int> x) => Vector512.ShiftRightLogical(x.AsInt64(), 32).AsInt32();
}
