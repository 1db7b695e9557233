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
    public static PairLanes256x2 Create(int x) => new(Vector256.Create(x), Vector256.Create(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes256x2 Add(PairLanes256x2 x, PairLanes256x2 y) => new(x._low + y._low, x._high + y._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes256x2 Clamp(PairLanes256x2 x, PairLanes256x2 low, PairLanes256x2 high) =>
        new(Avx2.Max(Avx2.Min(x._low, high._low), low._low), Avx2.Max(Avx2.Min(x._high, high._high), low._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes256x2 ShiftLeft(PairLanes256x2 x, int bits) => new(Vector256.ShiftLeft(x._low, bits), Vector256.ShiftLeft(x._high, bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes256x2 MultiplyHigh(PairLanes256x2 x, PairLanes256x2 y) => new(MultiplyHigh(x._low, y._low), MultiplyHigh(x._high, y._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutShorts(PairLanes256x2 x, ref short destination, nuint elementOffset) =>
        Vector256.Narrow(x._low, x._high).StoreUnsafe(ref destination, elementOffset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PairLanes256x2 sums, ref int destination, nuint elementOffset)
    {
        sums._low.StoreUnsafe(ref destination, elementOffset);
        sums._high.StoreUnsafe(ref destination, elementOffset + 8);
    }

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> MultiplyHigh(Vector256<int> x, Vector256<int> y)
    {
        var half = Vector256.Create(1L << 31);
        Vector256<long> even = Avx2.Multiply(x, y) + half;
        Vector256<long> odd = Avx2.Multiply(Odd(x), Odd(y)) + half;
        return Avx2.Blend(Odd(even.AsInt32()), odd.AsInt32(), 0b1010_1010);
    }

    /// <summary>The odd lanes in the place of the even ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Odd(Vector256<int> x) => Vector256.ShiftRightLogical(x.AsInt64(), 32).AsInt32();
}
