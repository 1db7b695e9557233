using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>y[r,o] = Σ_k x[r,k] · p[o,k]: exact, 16-bit integers in, 64-bit integers out.</summary>
/// <remarks>
/// Shapes: x [rows, depth], contiguous; p in <see cref="PairPanels"/>; y [rows, outputs] with <c>yStep</c> from row to row. No sum may leave 64
/// bits. Order: none, for integers have no rounding; sums of at most <see cref="BlockPairs"/> pairs are kept in 32 bits. Aliasing: none.
/// </remarks>
internal readonly ref struct PairProduct(ReadOnlySpan<short> x, ReadOnlySpan<short> panels, Span<long> y, int rowCount, int depth, int outputCount, int yStep, int blockPairs)
{
    private readonly ReadOnlySpan<short> _x = x;
    private readonly ReadOnlySpan<short> _panels = panels;
    private readonly Span<long> _y = y;

    /// <summary>How many pairs of products fit 32 bits if no element of one operand is larger than <paramref name="largest"/> in magnitude, at most 32,767.</summary>
    public static int BlockPairs(int largest) => int.MaxValue / (2 * 32768 * Math.Max(1, largest));

    /// <summary>The largest magnitude among <paramref name="elements"/>.</summary>
    public static int Largest(ReadOnlySpan<short> elements)
    {
        int largest = 0;
        foreach (short element in elements)
            largest = Math.Max(largest, Math.Abs((int)element));
        return largest;
    }

    /// <summary>Runs the widest form that the hardware has.</summary>
    public void Run()
    {
        LaneWidth limit = LaneDispatch.Limit ?? LaneWidth.Bits512;
        if (Avx512BW.IsSupported && Vector512.IsHardwareAccelerated && limit >= LaneWidth.Bits512)
            Run<PairLanes512>();
        else if (Avx2.IsSupported && limit >= LaneWidth.Bits256)
            Run<PairLanes256x2>();
        else
            RunScalar();
    }

    /// <summary>The definition.</summary>
    public void RunScalar()
    {
        for (int row = 0; row < rowCount; row++)
        {
            for (int output = 0; output < outputCount; output++)
            {
                long sum = 0;
                for (int k = 0; k < depth; k++)
                    sum += _x[(row * depth) + k] * _panels[PairPanels.Position(output, k, depth)];
                _y[(row * yStep) + output] = sum;
            }
        }
    }

    private void Run<TLanes>()
        where TLanes : unmanaged, IPairLanes<TLanes>
    {
        Span<long> sums = stackalloc long[RowsAtOnce * 16];
        for (int output = 0; output < outputCount; output += 16)
        {
            ReadOnlySpan<short> panel = _panels.Slice(output / 16 * PairPanels.PanelElements(depth), PairPanels.PanelElements(depth));
            int lanes = Math.Min(16, outputCount - output);
            for (int row = 0; row < rowCount; row += RowsAtOnce)
            {
                int rows = Math.Min(RowsAtOnce, rowCount - row);
                sums.Clear();
                SumTile<TLanes>(row, rows, panel, sums);
                for (int r = 0; r < rows; r++)
                    sums.Slice(r * 16, lanes).CopyTo(_y.Slice(((row + r) * yStep) + output, lanes));
            }
        }
    }

    /// <summary>Sixteen outputs of up to four rows, block by block; of fewer rows the last is repeated, and its results ignored.</summary>
    private void SumTile<TLanes>(int row, int rows, ReadOnlySpan<short> panel, Span<long> sums)
        where TLanes : unmanaged, IPairLanes<TLanes>
    {
        ref short x0 = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), row * depth);
        ref short x1 = ref Unsafe.Add(ref x0, Math.Min(1, rows - 1) * depth);
        ref short x2 = ref Unsafe.Add(ref x0, Math.Min(2, rows - 1) * depth);
        ref short x3 = ref Unsafe.Add(ref x0, Math.Min(3, rows - 1) * depth);
        int wholePairs = depth / 2;
        for (int first = 0; first < wholePairs; first += blockPairs)
            SumBlock<TLanes>(ref x0, ref x1, ref x2, ref x3, in MemoryMarshal.GetReference(panel), first, Math.Min(wholePairs, first + blockPairs), sums);
        if (depth % 2 == 1)
            AddLast<TLanes>(ref x0, ref x1, ref x2, ref x3, in panel[wholePairs * 32], sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumBlock<TLanes>(ref short x0, ref short x1, ref short x2, ref short x3, ref readonly short panel, int firstPair, int endPair, Span<long> sums)
        where TLanes : unmanaged, IPairLanes<TLanes>
    {
        TLanes a0 = TLanes.Zero;
        TLanes a1 = TLanes.Zero;
        TLanes a2 = TLanes.Zero;
        TLanes a3 = TLanes.Zero;
        for (nuint pair = (nuint)firstPair; pair < (nuint)endPair; pair++)
        {
            a0 = TLanes.MultiplyAddPairs(a0, Pair(ref x0, pair), in panel, pair * 32);
            a1 = TLanes.MultiplyAddPairs(a1, Pair(ref x1, pair), in panel, pair * 32);
            a2 = TLanes.MultiplyAddPairs(a2, Pair(ref x2, pair), in panel, pair * 32);
            a3 = TLanes.MultiplyAddPairs(a3, Pair(ref x3, pair), in panel, pair * 32);
        }

        TLanes.AddTo(a0, ref sums[0]);
        TLanes.AddTo(a1, ref sums[16]);
        TLanes.AddTo(a2, ref sums[32]);
        TLanes.AddTo(a3, ref sums[48]);
    }

    /// <summary>The last k of an odd depth, paired with 0.</summary>
    private void AddLast<TLanes>(ref short x0, ref short x1, ref short x2, ref short x3, ref readonly short panel, Span<long> sums)
        where TLanes : unmanaged, IPairLanes<TLanes>
    {
        TLanes.AddTo(TLanes.MultiplyAddPairs(TLanes.Zero, Last(ref x0), in panel, 0), ref sums[0]);
        TLanes.AddTo(TLanes.MultiplyAddPairs(TLanes.Zero, Last(ref x1), in panel, 0), ref sums[16]);
        TLanes.AddTo(TLanes.MultiplyAddPairs(TLanes.Zero, Last(ref x2), in panel, 0), ref sums[32]);
        TLanes.AddTo(TLanes.MultiplyAddPairs(TLanes.Zero, Last(ref x3), in panel, 0), ref sums[48]);
    }

    private int Last(ref short row) => (ushort)Unsafe.Add(ref row, depth - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Pair(ref short row, nuint pair) => Unsafe.ReadUnaligned<int>(ref Unsafe.As<short, byte>(ref Unsafe.Add(ref row, pair * 2)));

    private const int RowsAtOnce = 4;
}
