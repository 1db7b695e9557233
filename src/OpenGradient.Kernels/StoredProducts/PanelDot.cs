using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>Adds the products of some blocks of rows with as many blocks of sixteen outputs to their sums.</summary>
/// <remarks>Shapes: panel [blocks] of <see cref="PanelBlock"/>; sums [rows, 16], contiguous. Order: blocks ascending: <see cref="StoredProduct"/>.</remarks>
internal static class PanelDot<TLanes, TEncoding>
    where TLanes : unmanaged, ILanes<TLanes>
    where TEncoding : struct, IPanelEncoding
{
    /// <summary>All rows.</summary>
    public static void Run(ref float panel, int blockCount, scoped in BlockRows x, int firstBlock, ref float sums)
    {
        int row = 0;
        for (; row + 4 <= x.RowCount; row += 4)
            FourRows(ref panel, blockCount, in x, row, firstBlock, ref Unsafe.Add(ref sums, row * PanelBlock.OutputCount));
        for (; row < x.RowCount; row++)
            OneRow(ref panel, blockCount, in x, row, firstBlock, ref Unsafe.Add(ref sums, row * PanelBlock.OutputCount));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // within another method what it is made of would be calls
    private static void OneRow(ref float panel, int blockCount, scoped in BlockRows x, int row, int firstBlock, ref float sums)
    {
        var source = new RowBlocks(in x, row, firstBlock);
        TLanes sum = TLanes.Load(ref sums, 0);
        for (int block = 0; block < blockCount; block++)
        {
            nuint start = PanelBlock.Start(block);
            ref byte weights = ref PanelBlock.Weights(ref panel, start);
            TLanes first = source.Begin<TLanes, TEncoding>(block);
            TLanes second = source.BeginSecond<TLanes, TEncoding>(block);
            for (int i = 0; i < 4; i++)
                first = TLanes.MultiplyAddBytes(first, in weights, (nuint)(i * 64), source.Four(block, i));
            if (TEncoding.Scales != PanelScales.Halves)
                second = first;
            for (int i = 4; i < 8; i++)
                second = TLanes.MultiplyAddBytes(second, in weights, (nuint)(i * 64), source.Four(block, i));
            sum = source.End<TLanes, TEncoding>(block, ref panel, start, first, second, sum);
        }

        TLanes.Store(sum, ref sums, 0);
    }

    /// <summary>Four rows share what is read of the panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // within another method what it is made of would be calls
    private static void FourRows(ref float panel, int blockCount, scoped in BlockRows x, int row, int firstBlock, ref float sums)
    {
        var source0 = new RowBlocks(in x, row, firstBlock);
        var source1 = new RowBlocks(in x, row + 1, firstBlock);
        var source2 = new RowBlocks(in x, row + 2, firstBlock);
        var source3 = new RowBlocks(in x, row + 3, firstBlock);
        TLanes sum0 = TLanes.Load(ref sums, 0);
        TLanes sum1 = TLanes.Load(ref sums, 16);
        TLanes sum2 = TLanes.Load(ref sums, 32);
        TLanes sum3 = TLanes.Load(ref sums, 48);
        for (int block = 0; block < blockCount; block++)
        {
            nuint start = PanelBlock.Start(block);
            ref byte weights = ref PanelBlock.Weights(ref panel, start);
            TLanes first0 = source0.Begin<TLanes, TEncoding>(block);
            TLanes first1 = source1.Begin<TLanes, TEncoding>(block);
            TLanes first2 = source2.Begin<TLanes, TEncoding>(block);
            TLanes first3 = source3.Begin<TLanes, TEncoding>(block);
            for (int i = 0; i < 4; i++)
            {
                first0 = TLanes.MultiplyAddBytes(first0, in weights, (nuint)(i * 64), source0.Four(block, i));
                first1 = TLanes.MultiplyAddBytes(first1, in weights, (nuint)(i * 64), source1.Four(block, i));
                first2 = TLanes.MultiplyAddBytes(first2, in weights, (nuint)(i * 64), source2.Four(block, i));
                first3 = TLanes.MultiplyAddBytes(first3, in weights, (nuint)(i * 64), source3.Four(block, i));
            }

            TLanes second0 = TEncoding.Scales == PanelScales.Halves ? source0.BeginSecond<TLanes, TEncoding>(block) : first0;
            TLanes second1 = TEncoding.Scales == PanelScales.Halves ? source1.BeginSecond<TLanes, TEncoding>(block) : first1;
            TLanes second2 = TEncoding.Scales == PanelScales.Halves ? source2.BeginSecond<TLanes, TEncoding>(block) : first2;
            TLanes second3 = TEncoding.Scales == PanelScales.Halves ? source3.BeginSecond<TLanes, TEncoding>(block) : first3;
            for (int i = 4; i < 8; i++)
            {
                second0 = TLanes.MultiplyAddBytes(second0, in weights, (nuint)(i * 64), source0.Four(block, i));
                second1 = TLanes.MultiplyAddBytes(second1, in weights, (nuint)(i * 64), source1.Four(block, i));
                second2 = TLanes.MultiplyAddBytes(second2, in weights, (nuint)(i * 64), source2.Four(block, i));
                second3 = TLanes.MultiplyAddBytes(second3, in weights, (nuint)(i * 64), source3.Four(block, i));
            }

            sum0 = source0.End<TLanes, TEncoding>(block, ref panel, start, first0, second0, sum0);
            sum1 = source1.End<TLanes, TEncoding>(block, ref panel, start, first1, second1, sum1);
            sum2 = source2.End<TLanes, TEncoding>(block, ref panel, start, first2, second2, sum2);
            sum3 = source3.End<TLanes, TEncoding>(block, ref panel, start, first3, second3, sum3);
        }

        TLanes.Store(sum0, ref sums, 0);
        TLanes.Store(sum1, ref sums, 16);
        TLanes.Store(sum2, ref sums, 32);
        TLanes.Store(sum3, ref sums, 48);
    }
}
