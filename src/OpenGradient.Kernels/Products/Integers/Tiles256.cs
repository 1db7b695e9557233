// Unrolled by hand: sums live in registers only if each has its own name.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Tiles of six rows and one panel in 256-bit vectors. Of fewer rows the last is repeated, and its sums are written once.</summary>
internal sealed unsafe class Tiles256<TQuads> : IIntegerTiles
    where TQuads : IDotQuads
{
    /// <inheritdoc/>
    public static int MaxRows => 6;

    /// <inheritdoc/>
    public static int MaxPanels => 1;

    /// <inheritdoc/>
    public static void Run(in IntegerTile tile, int rowCount, int panelCount, bool hasSignedRows)
    {
        if (rowCount == 1 && hasSignedRows)
            RunRow<TurnedQuads<TQuads>>(in tile);
        else if (rowCount == 1)
            RunRow<TQuads>(in tile);
        else if (hasSignedRows)
            RunRows<TurnedQuads<TQuads>>(in tile, rowCount);
        else
            RunRows<TQuads>(in tile, rowCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunRows<TOwn>(in IntegerTile tile, int rowCount)
        where TOwn : IDotQuads
    {
        byte* x0 = tile.X;
        byte* x1 = x0 + (Math.Min(1, rowCount - 1) * tile.XStep);
        byte* x2 = x0 + (Math.Min(2, rowCount - 1) * tile.XStep);
        byte* x3 = x0 + (Math.Min(3, rowCount - 1) * tile.XStep);
        byte* x4 = x0 + (Math.Min(4, rowCount - 1) * tile.XStep);
        byte* x5 = x0 + (Math.Min(5, rowCount - 1) * tile.XStep);
        byte* panel = tile.Panel;
        Vector256<int> s0a = default, s1a = default, s2a = default, s3a = default, s4a = default, s5a = default;
        Vector256<int> s0b = default, s1b = default, s2b = default, s3b = default, s4b = default, s5b = default;
        for (nint k = 0, end = tile.QuadCount * 4; k < end; k += 4, panel += 64)
        {
            Vector256<byte> a = Vector256.Load(panel);
            Vector256<byte> b = Vector256.Load(panel + 32);
            Vector256<byte> x = Quad(x0 + k);
            s0a = TOwn.Add(s0a, x, a);
            s0b = TOwn.Add(s0b, x, b);
            x = Quad(x1 + k);
            s1a = TOwn.Add(s1a, x, a);
            s1b = TOwn.Add(s1b, x, b);
            x = Quad(x2 + k);
            s2a = TOwn.Add(s2a, x, a);
            s2b = TOwn.Add(s2b, x, b);
            x = Quad(x3 + k);
            s3a = TOwn.Add(s3a, x, a);
            s3b = TOwn.Add(s3b, x, b);
            x = Quad(x4 + k);
            s4a = TOwn.Add(s4a, x, a);
            s4b = TOwn.Add(s4b, x, b);
            x = Quad(x5 + k);
            s5a = TOwn.Add(s5a, x, a);
            s5b = TOwn.Add(s5b, x, b);
        }

        int* sums = tile.Sums;
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunRow<TOwn>(in IntegerTile tile)
        where TOwn : IDotQuads
    {
        byte* panel = tile.Panel;
        Vector256<int> a = default, b = default;
        for (nint k = 0, end = tile.QuadCount * 4; k < end; k += 4, panel += 64)
        {
            Vector256<byte> x = Quad(tile.X + k);
            a = TOwn.Add(a, x, Vector256.Load(panel));
            b = TOwn.Add(b, x, Vector256.Load(panel + 32));
        }

        Add(tile.Sums, a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Quad(byte* x) => Vector256.Create(*(int*)x).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(int* sums, Vector256<int> a, Vector256<int> b)
    {
        (Vector256.Load(sums) + a).Store(sums);
        (Vector256.Load(sums + 8) + b).Store(sums + 8);
    }
}
