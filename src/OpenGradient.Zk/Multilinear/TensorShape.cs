using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Multilinear;

/// <summary>The axes of a tensor, and where its cells lie in {0,1}^n; proof-1 section 4.</summary>
internal sealed class TensorShape
{
    /// <param name="cellCounts">How many cells each axis has, from the first axis on; at least 1 each.</param>
    public TensorShape(params ReadOnlySpan<long> cellCounts)
    {
        CellCounts = [.. cellCounts];
        foreach (long count in cellCounts)
            VariableCount += LogOf(count);
    }

    public ImmutableArray<long> CellCounts { get; }

    /// <summary>n: the bits of all axes together.</summary>
    public int VariableCount { get; }

    /// <summary>⌈log2 d⌉.</summary>
    public static int LogOf(long cellCount) => cellCount == 1 ? 0 : BitOperations.Log2((ulong)cellCount - 1) + 1;

    /// <summary>m(r, y): eq(r, y) where only real cells count.</summary>
    public TExtension Masked<TExtension>(ReadOnlySpan<TExtension> r, ReadOnlySpan<TExtension> y)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension product = TExtension.One;
        foreach (long count in CellCounts)
        {
            int bits = LogOf(count);
            product *= EqualityPolynomial.Masked(r[..bits], y[..bits], count);
            r = r[bits..];
            y = y[bits..];
        }

        return product;
    }

    /// <summary>For each real cell, row by row, its index in {0,1}^n.</summary>
    public long[] PlacesOfCells()
    {
        long[] places = [0];
        foreach (long count in CellCounts)
        {
            int bits = LogOf(count);
            long[] inner = new long[places.Length * count];
            for (int index = 0; index < inner.Length; index++)
                inner[index] = (places[index / count] << bits) + (index % count);
            places = inner;
        }

        return places;
    }

    /// <summary>Where the cells lie in {0,1}^n, by runs of cells that follow each other there, too: the places of the first of each, and how many cells each has.</summary>
    public (long[] Places, int CellCount) PlacesOfRuns()
    {
        int axis = CellCounts.Length;
        long cells = 1;
        // The axes behind the first of a run have no padding.
        while (axis > 0 && cells == 1L << LogOf(cells))
            cells *= CellCounts[--axis];
        int bits = CellCounts.AsSpan()[axis..].ToArray().Sum(LogOf);
        return ([.. new TensorShape(CellCounts.AsSpan()[..axis]).PlacesOfCells().Select(place => place << bits)], (int)cells);
    }

    /// <summary>Whether the cell of this index is a real one.</summary>
    public bool IsReal(long index)
    {
        for (int axis = CellCounts.Length - 1; axis >= 0; axis--)
        {
            int bits = LogOf(CellCounts[axis]);
            if ((index & ((1L << bits) - 1)) >= CellCounts[axis])
                return false;
            index >>= bits;
        }

        return true;
    }
}
