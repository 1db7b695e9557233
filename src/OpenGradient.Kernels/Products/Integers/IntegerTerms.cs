using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>What zero points add to the sums of plain bytes: rows[r] · lanes[j], and a second such term if there is one.</summary>
/// <remarks>
/// Σ (u - zu)·(s - zs) = Σ u·s - zu·Σs + zs·(n·zu - Σu): one operand's zero points times the other's sums, and the other way round. With zs 0, as for most
/// weights, the second term is not there. In the first one factor may stand for all rows, or one for all lanes.
/// </remarks>
internal readonly ref struct IntegerTerms(ReadOnlySpan<int> rows, ReadOnlySpan<int> lanes, ReadOnlySpan<int> secondRows, ReadOnlySpan<int> secondLanes)
{
    private readonly ReadOnlySpan<int> _rows = rows;
    private readonly ReadOnlySpan<int> _lanes = lanes;
    private readonly ReadOnlySpan<int> _secondRows = secondRows;
    private readonly ReadOnlySpan<int> _secondLanes = secondLanes;

    /// <summary>The terms of the rows and lanes from these on; absent ones stay so.</summary>
    public IntegerTerms From(int row, int lane) => new(Tail(_rows, row), Tail(_lanes, lane), Tail(_secondRows, row), Tail(_secondLanes, lane));

    /// <summary>Writes them where the products are to be added: rows of <see cref="IntegerTile.SumStep"/>.</summary>
    public void Fill<TLanes>(int rowCount, int laneCount, Span<int> sums)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (_lanes.Length == 1 && _secondRows.IsEmpty)
            FillRows<TLanes>(rowCount, sums);
        else if (_rows.Length == 1 && _secondRows.IsEmpty)
            FillAlike(rowCount, laneCount, sums);
        else
            Fill(rowCount, laneCount, sums);
    }

    /// <summary>The same without vectors.</summary>
    public void Fill(int rowCount, int laneCount, Span<int> sums)
    {
        for (int row = 0; row < rowCount; row++)
        {
            Span<int> own = sums.Slice(row * IntegerTile.SumStep, laneCount);
            own.Clear();
            if (_lanes.Length == 1)
                own.Fill(_rows[_rows.Length == 1 ? 0 : row] * _lanes[0]);
            else if (!_lanes.IsEmpty)
                MultiplyAdd(_rows[_rows.Length == 1 ? 0 : row], _lanes[..laneCount], own);
            if (!_secondRows.IsEmpty)
                MultiplyAdd(_secondRows[row], _secondLanes[..laneCount], own);
        }
    }

    /// <summary>One number for each row.</summary>
    private void FillRows<TLanes>(int rowCount, Span<int> sums)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float start = ref Unsafe.As<int, float>(ref MemoryMarshal.GetReference(sums[..(rowCount * IntegerTile.SumStep)]));
        for (int row = 0; row < rowCount; row++)
        {
            TLanes number = TLanes.CreateBits((uint)(_rows[_rows.Length == 1 ? 0 : row] * _lanes[0]));
            TLanes.Store(number, ref start, (nuint)(row * IntegerTile.SumStep));
            TLanes.Store(number, ref start, (nuint)((row * IntegerTile.SumStep) + 16));
        }
    }

    /// <summary>The same numbers in all rows.</summary>
    private void FillAlike(int rowCount, int laneCount, Span<int> sums)
    {
        Span<int> first = sums[..IntegerTile.SumStep];
        first.Clear();
        MultiplyAdd(_rows[0], _lanes[..laneCount], first[..laneCount]);
        for (int row = 1; row < rowCount; row++)
            first.CopyTo(sums[(row * IntegerTile.SumStep)..]);
    }

    private static ReadOnlySpan<int> Tail(ReadOnlySpan<int> factors, int start) => factors.Length <= 1 ? factors : factors[start..];

    private static void MultiplyAdd(int factor, ReadOnlySpan<int> x, Span<int> y)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref int source = ref MemoryMarshal.GetReference(x);
            ref int target = ref MemoryMarshal.GetReference(y);
            for (; i + 8 <= x.Length; i += 8)
                (Vector256.LoadUnsafe(ref target, (nuint)i) + (Vector256.LoadUnsafe(ref source, (nuint)i) * factor)).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < x.Length; i++)
            y[i] += factor * x[i];
    }
}
