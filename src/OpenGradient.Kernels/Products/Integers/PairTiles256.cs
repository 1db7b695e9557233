// Unrolled by hand: sums live in registers only if each has its own name.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Tiles of six rows and two panels on processors without a product of four bytes: even and odd bytes apart as pairs of 16-bit numbers, because the product of bytes of AVX2 saturates.</summary>
/// <remarks>Rows are widened some quads at a time, once for both panels. Of fewer rows the last is repeated, and its sums are written once.</remarks>
internal sealed unsafe class PairTiles256 : IIntegerTiles
{
    /// <inheritdoc/>
    public static int MaxRows => 6;

    /// <inheritdoc/>
    public static int MaxPanels => 2;

    /// <inheritdoc/>
    public static void Run(in IntegerTile tile, int rowCount, int panelCount, bool hasSignedRows)
    {
        if (hasSignedRows)
            Run<SignedBytes, UnsignedBytes>(in tile, rowCount, panelCount);
        else
            Run<UnsignedBytes, SignedBytes>(in tile, rowCount, panelCount);
    }

    [SkipLocalsInit]
    private static void Run<TRows, TPanels>(in IntegerTile tile, int rowCount, int panelCount)
        where TRows : IWordBytes
        where TPanels : IWordBytes
    {
        int* pairs = stackalloc int[6 * RowPairs];
        for (nint quad = 0; quad < tile.QuadCount; quad += BlockQuads)
        {
            nint quads = Math.Min(BlockQuads, tile.QuadCount - quad);
            for (int row = 0; row < (rowCount == 1 ? 1 : MaxRows); row++)
                Widen<TRows>(tile.X + (Math.Min(row, rowCount - 1) * tile.XStep) + (4 * quad), quads, pairs + (row * RowPairs));
            for (int panel = 0; panel < panelCount; panel++)
            {
                byte* weights = tile.Panel + (panel * tile.PanelStep) + (quad * IntegerPanels.QuadBytes);
                if (rowCount == 1)
                    MultiplyRow<TPanels>(pairs, weights, quads, tile.Sums + (16 * panel));
                else
                    Multiply<TPanels>(pairs, weights, quads, tile.Sums + (16 * panel), rowCount);
            }
        }
    }

    /// <summary>A row's even bytes in pairs, and its odd ones <see cref="BlockQuads"/> pairs further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen<TRows>(byte* row, nint quadCount, int* pairs)
        where TRows : IWordBytes
    {
        nint quad = 0;
        for (; quad + 8 <= quadCount; quad += 8)
        {
            Vector256<short> bytes = Vector256.Load(row + (4 * quad)).AsInt16();
            TRows.Even(bytes).AsInt32().Store(pairs + quad);
            TRows.Odd(bytes).AsInt32().Store(pairs + BlockQuads + quad);
        }

        for (; quad < quadCount; quad++)
        {
            Vector256<short> bytes = Vector256.Create(*(int*)(row + (4 * quad))).AsInt16();
            pairs[quad] = TRows.Even(bytes).AsInt32().ToScalar();
            pairs[BlockQuads + quad] = TRows.Odd(bytes).AsInt32().ToScalar();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply<TPanels>(int* pairs, byte* panel, nint quadCount, int* sums, int rowCount)
        where TPanels : IWordBytes
    {
        Vector256<int> s0a = default, s1a = default, s2a = default, s3a = default, s4a = default, s5a = default;
        Vector256<int> s0b = default, s1b = default, s2b = default, s3b = default, s4b = default, s5b = default;
        byte* weights = panel;
        int* end = pairs + quadCount;
        for (int* x = pairs; x < end; x++, weights += 64)
        {
            Vector256<short> a = TPanels.Even(Vector256.Load(weights).AsInt16()), b = TPanels.Even(Vector256.Load(weights + 32).AsInt16());
            Vector256<short> pair = Pair(x);
            s0a += Avx2.MultiplyAddAdjacent(a, pair);
            s0b += Avx2.MultiplyAddAdjacent(b, pair);
            pair = Pair(x + RowPairs);
            s1a += Avx2.MultiplyAddAdjacent(a, pair);
            s1b += Avx2.MultiplyAddAdjacent(b, pair);
            pair = Pair(x + (2 * RowPairs));
            s2a += Avx2.MultiplyAddAdjacent(a, pair);
            s2b += Avx2.MultiplyAddAdjacent(b, pair);
            pair = Pair(x + (3 * RowPairs));
            s3a += Avx2.MultiplyAddAdjacent(a, pair);
            s3b += Avx2.MultiplyAddAdjacent(b, pair);
            pair = Pair(x + (4 * RowPairs));
            s4a += Avx2.MultiplyAddAdjacent(a, pair);
            s4b += Avx2.MultiplyAddAdjacent(b, pair);
            pair = Pair(x + (5 * RowPairs));
            s5a += Avx2.MultiplyAddAdjacent(a, pair);
            s5b += Avx2.MultiplyAddAdjacent(b, pair);
        }

        weights = panel;
        end += BlockQuads;
        for (int* x = pairs + BlockQuads; x < end; x++, weights += 64)
        {
            Vector256<short> a = TPanels.Odd(Vector256.Load(weights).AsInt16()), b = TPanels.Odd(Vector256.Load(weights + 32).AsInt16());
            Vector256<short> pair = Pair(x);
            s0a += Avx2.MultiplyAddAdjacent(a, pair);
            s0b += Avx2.MultiplyAddAdjacent(b, pair);
            pair = Pair(x + RowPairs);
            s1a += Avx2.MultiplyAddAdjacent(a, pair);
            s1b += Avx2.MultiplyAddAdjacent(b, pair);
            pair = Pair(x + (2 * RowPairs));
            s2a += Avx2.MultiplyAddAdjacent(a, pair);
            s2b += Avx2.MultiplyAddAdjacent(b, pair);
            pair = Pair(x + (3 * RowPairs));
            s3a += Avx2.MultiplyAddAdjacent(a, pair);
            s3b += Avx2.MultiplyAddAdjacent(b, pair);
            pair = Pair(x + (4 * RowPairs));
            s4a += Avx2.MultiplyAddAdjacent(a, pair);
            s4b += Avx2.MultiplyAddAdjacent(b, pair);
            pair = Pair(x + (5 * RowPairs));
            s5a += Avx2.MultiplyAddAdjacent(a, pair);
            s5b += Avx2.MultiplyAddAdjacent(b, pair);
        }

        Add(sums, s0a, s0b);
        Add(sums + IntegerTile.SumStep, s1a, s1b);
        if (rowCount > 2)
            Add(sums + (2 * IntegerTile.SumStep), s2a, s2b);
        if (rowCount > 3)
            Add(sums + (3 * IntegerTile.SumStep), s3a, s3b);
        if (rowCount > 4)
            Add(sums + (4 * IntegerTile.SumStep), s4a, s4b);
        if (rowCount > 5)
            Add(sums + (5 * IntegerTile.SumStep), s5a, s5b);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyRow<TPanels>(int* pairs, byte* panel, nint quadCount, int* sums)
        where TPanels : IWordBytes
    {
        Vector256<int> evenA = default, evenB = default, oddA = default, oddB = default;
        for (nint quad = 0; quad < quadCount; quad++, panel += 64)
        {
            Vector256<short> a = Vector256.Load(panel).AsInt16(), b = Vector256.Load(panel + 32).AsInt16();
            Vector256<short> even = Pair(pairs + quad), odd = Pair(pairs + BlockQuads + quad);
            evenA += Avx2.MultiplyAddAdjacent(TPanels.Even(a), even);
            evenB += Avx2.MultiplyAddAdjacent(TPanels.Even(b), even);
            oddA += Avx2.MultiplyAddAdjacent(TPanels.Odd(a), odd);
            oddB += Avx2.MultiplyAddAdjacent(TPanels.Odd(b), odd);
        }

        Add(sums, evenA + oddA, evenB + oddB);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Pair(int* pair) => Vector256.Create(*pair).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(int* sums, Vector256<int> a, Vector256<int> b)
    {
        (Vector256.Load(sums) + a).Store(sums);
        (Vector256.Load(sums + 8) + b).Store(sums + 8);
    }

    private const int BlockQuads = 64;
    private const int RowPairs = 2 * BlockQuads;
}
