using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Sums over pairs t of row[2t] · lane[2t] + row[2t + 1] · lane[2t + 1]: exact, 16-bit integers in, 64-bit integers out, or 32-bit ones where it is known that they fit.</summary>
/// <remarks>
/// Shapes: rows [rows, 2 · pairs], contiguous; lane l of pair t in the 32 bits at <c>offsets[t] + l</c> of the lanes, which must be readable up to a multiple
/// of <see cref="PairTile.Lanes"/>. Order: none, for integers have no rounding; within a block of <see cref="PairBlocks"/> sums are kept in 32 bits. Aliasing: none.
/// </remarks>
internal readonly ref struct PairSums(ReadOnlySpan<short> rows, ReadOnlySpan<int> lanes, ReadOnlySpan<int> offsets, ReadOnlySpan<int> blockEnds)
{
    private readonly ReadOnlySpan<short> _rows = rows;
    private readonly ReadOnlySpan<int> _lanes = lanes;
    private readonly ReadOnlySpan<int> _offsets = offsets;
    private readonly ReadOnlySpan<int> _blockEnds = blockEnds;

    /// <summary>Up to four rows times lanes; <paramref name="sums"/> [4, sumStep] are written for whole tiles of lanes.</summary>
    /// <typeparam name="TSum">64-bit integers; or 32-bit ones, if one block holds all pairs.</typeparam>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rowCount">1 to 4; for 2 and 3 the last row is repeated, and written in the place of those that are missing.</param>
    /// <param name="laneOffset">Where the first lane is, in pairs.</param>
    /// <param name="laneCount">How many lanes; a multiple of <see cref="PairTile.Lanes"/>.</param>
    /// <param name="sums">Where the sums go.</param>
    /// <param name="sumStep">From row to row.</param>
    public void Run<TSum>(int firstRow, int rowCount, int laneOffset, int laneCount, Span<TSum> sums, int sumStep)
        where TSum : unmanaged, IBinaryInteger<TSum>
    {
        Debug.Assert(laneCount % PairTile.Lanes == 0 && sums.Length >= laneCount + (rowCount > 1 ? 3 * sumStep : 0), "Whole tiles are written.");
        Debug.Assert(typeof(TSum) == typeof(long) || (typeof(TSum) == typeof(int) && _blockEnds.Length == 1), "A sum of blocks can leave 32 bits.");
        LaneWidth limit = LaneDispatch.Limit ?? LaneWidth.Bits512;
        if (limit >= LaneWidth.Bits512 && EmittedPairTiles.IsFor(_offsets.Length))
            RunEmitted(firstRow, rowCount, laneOffset, laneCount, sums, sumStep);
        else if (Avx512BW.IsSupported && Vector512.IsHardwareAccelerated && limit >= LaneWidth.Bits512)
            Run<PairLanes512, TSum>(firstRow, rowCount, laneOffset, laneCount, sums, sumStep);
        else if (Avx2.IsSupported && limit >= LaneWidth.Bits256)
            Run<PairLanes256x2, TSum>(firstRow, rowCount, laneOffset, laneCount, sums, sumStep);
        else
            RunScalar(firstRow, rowCount, laneOffset, laneCount, sums, sumStep);
    }

    /// <summary>The definition.</summary>
    public void RunScalar<TSum>(int firstRow, int rowCount, int laneOffset, int laneCount, Span<TSum> sums, int sumStep)
        where TSum : unmanaged, IBinaryInteger<TSum>
    {
        for (int row = 0; row < rowCount; row++)
        {
            ReadOnlySpan<short> x = _rows.Slice((firstRow + row) * 2 * _offsets.Length, 2 * _offsets.Length);
            for (int lane = 0; lane < laneCount; lane++)
            {
                int place = laneOffset + lane;
                long sum = 0;
                for (int pair = 0; pair < _offsets.Length; pair++)
                {
                    int both = _lanes[place + _offsets[pair]];
                    sum += ((long)x[2 * pair] * unchecked((short)both)) + ((long)x[(2 * pair) + 1] * (both >> 16));
                }

                sums[(row * sumStep) + lane] = TSum.CreateChecked(sum);
            }
        }
    }

    private void Run<TLanes, TSum>(int firstRow, int rowCount, int laneOffset, int laneCount, Span<TSum> sums, int sumStep)
        where TLanes : unmanaged, IPairLanes<TLanes>
        where TSum : unmanaged
    {
        int pairs = _offsets.Length;
        ref int x = ref Unsafe.Add(ref Unsafe.As<short, int>(ref MemoryMarshal.GetReference(_rows)), firstRow * pairs);
        ref int x1 = ref Unsafe.Add(ref x, Math.Min(1, rowCount - 1) * pairs);
        ref int x2 = ref Unsafe.Add(ref x, Math.Min(2, rowCount - 1) * pairs);
        ref int x3 = ref Unsafe.Add(ref x, Math.Min(3, rowCount - 1) * pairs);
        ref int offset = ref MemoryMarshal.GetReference(_offsets);
        for (int lane = 0; lane < laneCount; lane += PairTile.Lanes)
        {
            ref int tile = ref Unsafe.Add(ref MemoryMarshal.GetReference(_lanes), laneOffset + lane);
            ref TSum target = ref sums[lane];
            int first = 0;
            foreach (int end in _blockEnds)
            {
                if (rowCount == 1)
                    PairTile.One<TLanes, TSum>(ref x, ref tile, ref offset, first, end, ref target);
                else
                    PairTile.Four<TLanes, TSum>(ref x, ref x1, ref x2, ref x3, ref tile, ref offset, first, end, ref target, (nuint)sumStep);
                first = end;
            }
        }
    }

    /// <summary>As the other; the sums of a block come in a tile of their own.</summary>
    private void RunEmitted<TSum>(int firstRow, int rowCount, int laneOffset, int laneCount, Span<TSum> sums, int sumStep)
        where TSum : unmanaged
    {
        Span<int> tile = stackalloc int[PairTile.Rows * PairTile.Lanes];
        int pairs = _offsets.Length;
        ref int x = ref Unsafe.Add(ref Unsafe.As<short, int>(ref MemoryMarshal.GetReference(_rows)), firstRow * pairs);
        for (int lane = 0; lane < laneCount; lane += PairTile.Lanes)
        {
            ref int lanes = ref Unsafe.Add(ref MemoryMarshal.GetReference(_lanes), laneOffset + lane);
            int first = 0;
            foreach (int end in _blockEnds)
            {
                tile.Clear();
                EmittedPairTiles.Run(ref Unsafe.Add(ref x, first), pairs, rowCount, ref lanes, _offsets[first..end], tile);
                for (int row = 0; row < rowCount; row++)
                    PairTile.Put<PairLanes512, TSum>(ref tile[row * PairTile.Lanes], ref sums[(row * sumStep) + lane], adds: first > 0);
                first = end;
            }
        }
    }
}
