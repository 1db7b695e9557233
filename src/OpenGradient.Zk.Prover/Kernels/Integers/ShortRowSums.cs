using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Kernels.Integers;

/// <summary>Rows of integers of 16 bits, combined with weights in E.</summary>
/// <remarks>
/// Computes: Σ over rows of weights[row] · cells[start + row · stride + i], for each column i, as four sums of integers: a weight has two coefficients, and each of these is low + 2^32 high with
/// two <b>limbs</b> of 32 bits, sign included. What they add up to in F is taken once for each column, not for each product.
/// Shapes: rows of as many cells as there are columns; sums: [limb, columns], limbs being low and high of the coefficient of 1, then of that of X.
/// Overflow: none. A product is below 2^46 in size, and at most 2^16 rows are added up.
/// Order: none that shows.
/// </remarks>
internal static class ShortRowSums
{
    /// <summary>So many rows are added up before their sums are taken in F.</summary>
    public const int MostRows = 1 << 16;

    /// <summary>Limbs of a weight.</summary>
    public const int LimbCount = 4;

    /// <summary>So many rows are added at once; the weights of what is missing of them are 0.</summary>
    private const int RowCount = 4;

    /// <summary>The limbs of weights, for each row one after another, with those of zeros up to a multiple of four rows.</summary>
    public static long[] LimbsOf(ReadOnlySpan<QuadraticExtension> weights)
    {
        long[] limbs = new long[(weights.Length + RowCount - 1) / RowCount * RowCount * LimbCount];
        for (int row = 0; row < weights.Length; row++)
        {
            (limbs[LimbCount * row], limbs[(LimbCount * row) + 1]) = LimbsOf(weights[row][0]);
            (limbs[(LimbCount * row) + 2], limbs[(LimbCount * row) + 3]) = LimbsOf(weights[row][1]);
        }

        return limbs;
    }

    /// <summary>The widest lanes first, then narrower ones for what is left.</summary>
    /// <param name="cells">Every row lies within them.</param>
    /// <param name="start">The first cell of the first row.</param>
    /// <param name="stride">From a row to the next.</param>
    /// <param name="limbs"><see cref="LimbsOf(ReadOnlySpan{QuadraticExtension})"/> of a weight for each row.</param>
    /// <param name="rowCount">At most <see cref="MostRows"/>.</param>
    /// <param name="sums">Are added to.</param>
    public static void Add(ReadOnlySpan<short> cells, int start, int stride, long[] limbs, int rowCount, long[] sums)
    {
        int columnCount = sums.Length / LimbCount;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowCount, Math.Min(MostRows, limbs.Length / LimbCount));
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        if (rowCount == 0)
            return;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + ((rowCount - 1L) * stride) + columnCount, cells.Length);
        int column = 0;
        if (IntegerLanes512.IsSupported)
            column = Add<IntegerLanes512>(cells, start, stride, limbs, rowCount, sums, column);
        if (IntegerLanes256.IsSupported)
            column = Add<IntegerLanes256>(cells, start, stride, limbs, rowCount, sums, column);
        Add<IntegerLane>(cells, start, stride, limbs, rowCount, sums, column);
    }

    /// <summary>With lanes of one width, from a column on while there are enough for them; returns where it stopped.</summary>
    public static int Add<TLanes>(ReadOnlySpan<short> cells, int start, int stride, long[] limbs, int rowCount, long[] sums, int column)
        where TLanes : struct, IIntegerLanes<TLanes>
    {
        int end = column + (((sums.Length / LimbCount) - column) & -TLanes.Count);
        for (int row = 0; row < rowCount && column < end; row += RowCount)
        {
            if (limbs.AsSpan(row * LimbCount, RowCount * LimbCount).ContainsAnyExcept(0))
                AddFour<TLanes>(cells, start + (row * stride), (stride, rowCount - row), limbs.AsSpan(row * LimbCount, RowCount * LimbCount), sums, (column, end));
        }

        return end;
    }

    /// <summary>A row that is missing has weights of 0, and the cells of the first one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour<TLanes>(ReadOnlySpan<short> cells, int start, (int Stride, int Count) rows, ReadOnlySpan<long> limbs, long[] sums, (int First, int End) columns)
        where TLanes : struct, IIntegerLanes<TLanes>
    {
        // SAFETY: rows and columns lie within the cells and the sums, which was checked above.
        ref short row0 = ref Unsafe.Add(ref MemoryMarshal.GetReference(cells), start);
        ref short row1 = ref Unsafe.Add(ref row0, rows.Count > 1 ? rows.Stride : 0);
        ref short row2 = ref Unsafe.Add(ref row0, rows.Count > 2 ? 2 * rows.Stride : 0);
        ref short row3 = ref Unsafe.Add(ref row0, rows.Count > 3 ? 3 * rows.Stride : 0);
        var (a0, b0, c0, d0) = WeightOf<TLanes>(limbs, 0);
        var (a1, b1, c1, d1) = WeightOf<TLanes>(limbs, 1);
        var (a2, b2, c2, d2) = WeightOf<TLanes>(limbs, 2);
        var (a3, b3, c3, d3) = WeightOf<TLanes>(limbs, 3);
        nuint plane = (nuint)(sums.Length / LimbCount);
        ref long sumsA = ref MemoryMarshal.GetArrayDataReference(sums);
        ref long sumsB = ref Unsafe.Add(ref sumsA, plane);
        ref long sumsC = ref Unsafe.Add(ref sumsB, plane);
        ref long sumsD = ref Unsafe.Add(ref sumsC, plane);
        for (nuint column = (nuint)columns.First; column < (nuint)columns.End; column += (nuint)TLanes.Count)
        {
            var x0 = TLanes.Widen(in row0, column);
            var x1 = TLanes.Widen(in row1, column);
            var x2 = TLanes.Widen(in row2, column);
            var x3 = TLanes.Widen(in row3, column);
            TLanes.Store(TLanes.MultiplyAdd(x0, a0, TLanes.MultiplyAdd(x1, a1, TLanes.MultiplyAdd(x2, a2, TLanes.MultiplyAdd(x3, a3, TLanes.Load(in sumsA, column))))), ref sumsA, column);
            TLanes.Store(TLanes.MultiplyAdd(x0, b0, TLanes.MultiplyAdd(x1, b1, TLanes.MultiplyAdd(x2, b2, TLanes.MultiplyAdd(x3, b3, TLanes.Load(in sumsB, column))))), ref sumsB, column);
            TLanes.Store(TLanes.MultiplyAdd(x0, c0, TLanes.MultiplyAdd(x1, c1, TLanes.MultiplyAdd(x2, c2, TLanes.MultiplyAdd(x3, c3, TLanes.Load(in sumsC, column))))), ref sumsC, column);
            TLanes.Store(TLanes.MultiplyAdd(x0, d0, TLanes.MultiplyAdd(x1, d1, TLanes.MultiplyAdd(x2, d2, TLanes.MultiplyAdd(x3, d3, TLanes.Load(in sumsD, column))))), ref sumsD, column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes A, TLanes B, TLanes C, TLanes D) WeightOf<TLanes>(ReadOnlySpan<long> limbs, int row)
        where TLanes : struct, IIntegerLanes<TLanes> =>
        (TLanes.Create(limbs[LimbCount * row]), TLanes.Create(limbs[(LimbCount * row) + 1]), TLanes.Create(limbs[(LimbCount * row) + 2]), TLanes.Create(limbs[(LimbCount * row) + 3]));

    /// <summary>Of the representative between -(p+1)/2 and (p-3)/2, which is low + 2^32 high: neither end needs more than 32 bits.</summary>
    private static (long Low, long High) LimbsOf(Goldilocks element)
    {
        long centred = unchecked((long)(element.Value < Goldilocks.Modulus / 2 ? element.Value : element.Value - Goldilocks.Modulus));
        long low = unchecked((int)centred);
        return (low, (centred - low) >> 32);
    }
}
