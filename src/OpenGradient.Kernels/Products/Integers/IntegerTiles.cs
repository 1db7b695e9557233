// Unrolled by hand: accumulators live in registers only if each has its own name.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>The inner loops of <see cref="IntegerKernel"/>: pairs of 16-bit products, added to 32-bit sums that wrap.</summary>
/// <remarks>
/// Vectors of 256 bits also where wider ones exist: with 512 bits one processor family multiplies at less than half the speed.
/// A pair of products is exact: only four times -32768 reaches 2^31, which wraps as the sum does.
/// </remarks>
internal static class IntegerTiles
{
    /// <summary>Runs the tile of so many rows (6 or 1) and panels (1 or 2).</summary>
    public static void Run(ref readonly IntegerTile tile, int rows, int panels)
    {
        if (rows == 1 && panels == 2)
            Tile1x2(in tile);
        else if (rows == 1)
            Tile1x1(in tile);
        else if (panels == 2)
            Tile6x2(in tile);
        else
            Tile6x1(in tile);
    }

    /// <summary>6 rows by 2 panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile6x2(ref readonly IntegerTile tile)
    {
        Vector256<int> s0a = default, s0b = default, s0c = default, s0d = default;
        Vector256<int> s1a = default, s1b = default, s1c = default, s1d = default;
        Vector256<int> s2a = default, s2b = default, s2c = default, s2d = default;
        Vector256<int> s3a = default, s3b = default, s3c = default, s3d = default;
        Vector256<int> s4a = default, s4b = default, s4c = default, s4d = default;
        Vector256<int> s5a = default, s5b = default, s5c = default, s5d = default;
        ref int x = ref tile.X;
        ref short w0 = ref tile.Panel;
        ref short w1 = ref Unsafe.Add(ref w0, tile.PanelStep);
        nuint xStep = tile.XStep;
        for (nuint pair = tile.PairCount; pair != 0; pair--)
        {
            Vector256<short> b0 = Vector256.LoadUnsafe(ref w0);
            Vector256<short> b1 = Vector256.LoadUnsafe(ref w0, 16);
            Vector256<short> b2 = Vector256.LoadUnsafe(ref w1);
            Vector256<short> b3 = Vector256.LoadUnsafe(ref w1, 16);
            Vector256<short> v0 = Vector256.Create(x).AsInt16();
            s0a = Add(s0a, v0, b0);
            s0b = Add(s0b, v0, b1);
            s0c = Add(s0c, v0, b2);
            s0d = Add(s0d, v0, b3);
            Vector256<short> v1 = Vector256.Create(Unsafe.Add(ref x, 1)).AsInt16();
            s1a = Add(s1a, v1, b0);
            s1b = Add(s1b, v1, b1);
            s1c = Add(s1c, v1, b2);
            s1d = Add(s1d, v1, b3);
            Vector256<short> v2 = Vector256.Create(Unsafe.Add(ref x, 2)).AsInt16();
            s2a = Add(s2a, v2, b0);
            s2b = Add(s2b, v2, b1);
            s2c = Add(s2c, v2, b2);
            s2d = Add(s2d, v2, b3);
            Vector256<short> v3 = Vector256.Create(Unsafe.Add(ref x, 3)).AsInt16();
            s3a = Add(s3a, v3, b0);
            s3b = Add(s3b, v3, b1);
            s3c = Add(s3c, v3, b2);
            s3d = Add(s3d, v3, b3);
            Vector256<short> v4 = Vector256.Create(Unsafe.Add(ref x, 4)).AsInt16();
            s4a = Add(s4a, v4, b0);
            s4b = Add(s4b, v4, b1);
            s4c = Add(s4c, v4, b2);
            s4d = Add(s4d, v4, b3);
            Vector256<short> v5 = Vector256.Create(Unsafe.Add(ref x, 5)).AsInt16();
            s5a = Add(s5a, v5, b0);
            s5b = Add(s5b, v5, b1);
            s5c = Add(s5c, v5, b2);
            s5d = Add(s5d, v5, b3);
            x = ref Unsafe.Add(ref x, xStep);
            w0 = ref Unsafe.Add(ref w0, 32);
            w1 = ref Unsafe.Add(ref w1, 32);
        }

        ref int y = ref tile.Y;
        nuint yStep = tile.YStep;
        Store(s0a, s0b, ref y, 0);
        Store(s0c, s0d, ref y, 16);
        Store(s1a, s1b, ref y, 1 * yStep);
        Store(s1c, s1d, ref y, (1 * yStep) + 16);
        Store(s2a, s2b, ref y, 2 * yStep);
        Store(s2c, s2d, ref y, (2 * yStep) + 16);
        Store(s3a, s3b, ref y, 3 * yStep);
        Store(s3c, s3d, ref y, (3 * yStep) + 16);
        Store(s4a, s4b, ref y, 4 * yStep);
        Store(s4c, s4d, ref y, (4 * yStep) + 16);
        Store(s5a, s5b, ref y, 5 * yStep);
        Store(s5c, s5d, ref y, (5 * yStep) + 16);
    }

    /// <summary>6 rows by 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile6x1(ref readonly IntegerTile tile)
    {
        Vector256<int> s0a = Vector256<int>.Zero;
        Vector256<int> s0b = Vector256<int>.Zero;
        Vector256<int> s1a = Vector256<int>.Zero;
        Vector256<int> s1b = Vector256<int>.Zero;
        Vector256<int> s2a = Vector256<int>.Zero;
        Vector256<int> s2b = Vector256<int>.Zero;
        Vector256<int> s3a = Vector256<int>.Zero;
        Vector256<int> s3b = Vector256<int>.Zero;
        Vector256<int> s4a = Vector256<int>.Zero;
        Vector256<int> s4b = Vector256<int>.Zero;
        Vector256<int> s5a = Vector256<int>.Zero;
        Vector256<int> s5b = Vector256<int>.Zero;
        ref int x = ref tile.X;
        ref short w0 = ref tile.Panel;
        nuint xStep = tile.XStep;
        for (nuint pair = tile.PairCount; pair != 0; pair--)
        {
            Vector256<short> b0 = Vector256.LoadUnsafe(ref w0);
            Vector256<short> b1 = Vector256.LoadUnsafe(ref w0, 16);
            Vector256<short> v0 = Vector256.Create(x).AsInt16();
            s0a = Add(s0a, v0, b0);
            s0b = Add(s0b, v0, b1);
            Vector256<short> v1 = Vector256.Create(Unsafe.Add(ref x, 1)).AsInt16();
            s1a = Add(s1a, v1, b0);
            s1b = Add(s1b, v1, b1);
            Vector256<short> v2 = Vector256.Create(Unsafe.Add(ref x, 2)).AsInt16();
            s2a = Add(s2a, v2, b0);
            s2b = Add(s2b, v2, b1);
            Vector256<short> v3 = Vector256.Create(Unsafe.Add(ref x, 3)).AsInt16();
            s3a = Add(s3a, v3, b0);
            s3b = Add(s3b, v3, b1);
            Vector256<short> v4 = Vector256.Create(Unsafe.Add(ref x, 4)).AsInt16();
            s4a = Add(s4a, v4, b0);
            s4b = Add(s4b, v4, b1);
            Vector256<short> v5 = Vector256.Create(Unsafe.Add(ref x, 5)).AsInt16();
            s5a = Add(s5a, v5, b0);
            s5b = Add(s5b, v5, b1);
            x = ref Unsafe.Add(ref x, xStep);
            w0 = ref Unsafe.Add(ref w0, 32);
        }

        ref int y = ref tile.Y;
        nuint yStep = tile.YStep;
        s0a.StoreUnsafe(ref y);
        s0b.StoreUnsafe(ref y, 8);
        y = ref Unsafe.Add(ref y, yStep);
        s1a.StoreUnsafe(ref y);
        s1b.StoreUnsafe(ref y, 8);
        y = ref Unsafe.Add(ref y, yStep);
        s2a.StoreUnsafe(ref y);
        s2b.StoreUnsafe(ref y, 8);
        y = ref Unsafe.Add(ref y, yStep);
        s3a.StoreUnsafe(ref y);
        s3b.StoreUnsafe(ref y, 8);
        y = ref Unsafe.Add(ref y, yStep);
        s4a.StoreUnsafe(ref y);
        s4b.StoreUnsafe(ref y, 8);
        y = ref Unsafe.Add(ref y, yStep);
        s5a.StoreUnsafe(ref y);
        s5b.StoreUnsafe(ref y, 8);
    }

    /// <summary>1 row by 2 panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x2(ref readonly IntegerTile tile)
    {
        Vector256<int> s0a = default, s0b = default, s0c = default, s0d = default;
        ref int x = ref tile.X;
        ref short w0 = ref tile.Panel;
        ref short w1 = ref Unsafe.Add(ref w0, tile.PanelStep);
        nuint xStep = tile.XStep;
        for (nuint pair = tile.PairCount; pair != 0; pair--)
        {
            Vector256<short> b0 = Vector256.LoadUnsafe(ref w0);
            Vector256<short> b1 = Vector256.LoadUnsafe(ref w0, 16);
            Vector256<short> b2 = Vector256.LoadUnsafe(ref w1);
            Vector256<short> b3 = Vector256.LoadUnsafe(ref w1, 16);
            Vector256<short> v0 = Vector256.Create(x).AsInt16();
            s0a = Add(s0a, v0, b0);
            s0b = Add(s0b, v0, b1);
            s0c = Add(s0c, v0, b2);
            s0d = Add(s0d, v0, b3);
            x = ref Unsafe.Add(ref x, xStep);
            w0 = ref Unsafe.Add(ref w0, 32);
            w1 = ref Unsafe.Add(ref w1, 32);
        }

        ref int y = ref tile.Y;
        Store(s0a, s0b, ref y, 0);
        Store(s0c, s0d, ref y, 16);
    }

    /// <summary>1 row by 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x1(ref readonly IntegerTile tile)
    {
        Vector256<int> s0a = Vector256<int>.Zero;
        Vector256<int> s0b = Vector256<int>.Zero;
        ref int x = ref tile.X;
        ref short w0 = ref tile.Panel;
        nuint xStep = tile.XStep;
        for (nuint pair = tile.PairCount; pair != 0; pair--)
        {
            Vector256<short> b0 = Vector256.LoadUnsafe(ref w0);
            Vector256<short> b1 = Vector256.LoadUnsafe(ref w0, 16);
            Vector256<short> v0 = Vector256.Create(x).AsInt16();
            s0a = Add(s0a, v0, b0);
            s0b = Add(s0b, v0, b1);
            x = ref Unsafe.Add(ref x, xStep);
            w0 = ref Unsafe.Add(ref w0, 32);
        }

        ref int y = ref tile.Y;
        nuint yStep = tile.YStep;
        s0a.StoreUnsafe(ref y);
        s0b.StoreUnsafe(ref y, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Add(Vector256<int> sum, Vector256<short> x, Vector256<short> w) =>
        AvxVnni.IsSupported ? AvxVnni.MultiplyWideningAndAdd(sum, x, w) : sum + Avx2.MultiplyAddAdjacent(x, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> a, Vector256<int> b, ref int y, nuint offset)
    {
        a.StoreUnsafe(ref y, offset);
        b.StoreUnsafe(ref y, offset + 8);
    }
}
