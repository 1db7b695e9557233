using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The inner loops of <see cref="PairSums"/>: four rows or one, times sixty-four lanes, over one block of pairs.</summary>
/// <remarks>
/// Row r, pair t is the 32 bits at row + t; lanes of pair t are the sixty-four pairs at lanes + offsets[t]. Sums of row r go to
/// sums + r · sumStep. Sixteen accumulators fill half the registers; more rows would save loads that are not the limit.
/// </remarks>
internal static class PairTile
{
    /// <summary>Lanes of a tile.</summary>
    public const int Lanes = 64;

    /// <summary>Rows of a tile.</summary>
    public const int Rows = 4;

    /// <summary>Four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four<TLanes, TSum>(
        ref int row0, ref int row1, ref int row2, ref int row3, ref int lanes, ref int offsets, int first, int end, ref TSum sums, nuint sumStep)
        where TLanes : unmanaged, IPairLanes<TLanes>
        where TSum : unmanaged
    {
        TLanes a0 = TLanes.Zero, a1 = TLanes.Zero, a2 = TLanes.Zero, a3 = TLanes.Zero;
        TLanes b0 = TLanes.Zero, b1 = TLanes.Zero, b2 = TLanes.Zero, b3 = TLanes.Zero;
        TLanes c0 = TLanes.Zero, c1 = TLanes.Zero, c2 = TLanes.Zero, c3 = TLanes.Zero;
        TLanes d0 = TLanes.Zero, d1 = TLanes.Zero, d2 = TLanes.Zero, d3 = TLanes.Zero;
        for (nuint pair = (nuint)first; pair < (nuint)end; pair++)
        {
            nuint offset = (nuint)Unsafe.Add(ref offsets, pair);
            TLanes w0 = TLanes.Load(in lanes, offset);
            TLanes w1 = TLanes.Load(in lanes, offset + 16);
            TLanes w2 = TLanes.Load(in lanes, offset + 32);
            TLanes w3 = TLanes.Load(in lanes, offset + 48);
            TLanes x = TLanes.Repeat(in row0, pair);
            a0 = TLanes.MultiplyAddPairs(a0, x, w0);
            a1 = TLanes.MultiplyAddPairs(a1, x, w1);
            a2 = TLanes.MultiplyAddPairs(a2, x, w2);
            a3 = TLanes.MultiplyAddPairs(a3, x, w3);
            x = TLanes.Repeat(in row1, pair);
            b0 = TLanes.MultiplyAddPairs(b0, x, w0);
            b1 = TLanes.MultiplyAddPairs(b1, x, w1);
            b2 = TLanes.MultiplyAddPairs(b2, x, w2);
            b3 = TLanes.MultiplyAddPairs(b3, x, w3);
            x = TLanes.Repeat(in row2, pair);
            c0 = TLanes.MultiplyAddPairs(c0, x, w0);
            c1 = TLanes.MultiplyAddPairs(c1, x, w1);
            c2 = TLanes.MultiplyAddPairs(c2, x, w2);
            c3 = TLanes.MultiplyAddPairs(c3, x, w3);
            x = TLanes.Repeat(in row3, pair);
            d0 = TLanes.MultiplyAddPairs(d0, x, w0);
            d1 = TLanes.MultiplyAddPairs(d1, x, w1);
            d2 = TLanes.MultiplyAddPairs(d2, x, w2);
            d3 = TLanes.MultiplyAddPairs(d3, x, w3);
        }

        bool adds = first > 0;
        Put(a0, a1, a2, a3, ref sums, 0, adds);
        Put(b0, b1, b2, b3, ref sums, sumStep, adds);
        Put(c0, c1, c2, c3, ref sums, 2 * sumStep, adds);
        Put(d0, d1, d2, d3, ref sums, 3 * sumStep, adds);
    }

    /// <summary>One row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One<TLanes, TSum>(ref int row, ref int lanes, ref int offsets, int first, int end, ref TSum sums)
        where TLanes : unmanaged, IPairLanes<TLanes>
        where TSum : unmanaged
    {
        TLanes a0 = TLanes.Zero, a1 = TLanes.Zero, a2 = TLanes.Zero, a3 = TLanes.Zero;
        for (nuint pair = (nuint)first; pair < (nuint)end; pair++)
        {
            nuint offset = (nuint)Unsafe.Add(ref offsets, pair);
            TLanes x = TLanes.Repeat(in row, pair);
            a0 = TLanes.MultiplyAddPairs(a0, x, TLanes.Load(in lanes, offset));
            a1 = TLanes.MultiplyAddPairs(a1, x, TLanes.Load(in lanes, offset + 16));
            a2 = TLanes.MultiplyAddPairs(a2, x, TLanes.Load(in lanes, offset + 32));
            a3 = TLanes.MultiplyAddPairs(a3, x, TLanes.Load(in lanes, offset + 48));
        }

        Put(a0, a1, a2, a3, ref sums, 0, first > 0);
    }

    /// <summary>A row of sums that were made elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Put<TLanes, TSum>(ref int tile, ref TSum sums, bool adds)
        where TLanes : unmanaged, IPairLanes<TLanes>
        where TSum : unmanaged =>
        Put(TLanes.Load(ref tile, 0), TLanes.Load(ref tile, 16), TLanes.Load(ref tile, 32), TLanes.Load(ref tile, 48), ref sums, 0, adds);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TLanes, TSum>(TLanes s0, TLanes s1, TLanes s2, TLanes s3, ref TSum sums, nuint offset, bool adds)
        where TLanes : unmanaged, IPairLanes<TLanes>
        where TSum : unmanaged
    {
        Put(s0, ref sums, offset, adds);
        Put(s1, ref sums, offset + 16, adds);
        Put(s2, ref sums, offset + 32, adds);
        Put(s3, ref sums, offset + 48, adds);
    }

    /// <summary>Sums of 32 bits have one block; others are widened, and added to those of the blocks before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TLanes, TSum>(TLanes sum, ref TSum sums, nuint offset, bool adds)
        where TLanes : unmanaged, IPairLanes<TLanes>
        where TSum : unmanaged
    {
        if (typeof(TSum) == typeof(int))
            TLanes.Put(sum, ref Unsafe.As<TSum, int>(ref sums), offset);
        else
            TLanes.Put(sum, ref Unsafe.As<TSum, long>(ref sums), offset, adds);
    }
}
