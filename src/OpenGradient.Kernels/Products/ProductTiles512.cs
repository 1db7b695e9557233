// Unrolled by hand: accumulators live in registers only if each has its own name.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Tiles of 512-bit vectors: s[r,o] = fma(w[k,o], x[r,k], s[r,o]), k ascending, stored as they are.</summary>
/// <remarks>The bits are those of the tiles over <see cref="ILanes{TSelf}"/>, which the compiler keeps in memory when there are that many accumulators.</remarks>
internal static class ProductTiles512
{
    /// <summary>Runs the tallest tile for one or two panels; returns how many rows it took.</summary>
    public static int Run(ref readonly ProductTile tile, int height, int panels)
    {
        int rows = height >= 12 ? 12 : height >= 8 && panels == 2 ? 8 : 4;
        if (panels == 1 && rows == 12)
            Tile12x1(in tile);
        else if (panels == 1)
            Tile4x1(in tile);
        else if (rows == 12)
            Tile12x2(in tile);
        else if (rows == 8)
            Tile8x2(in tile);
        else
            Tile4x2(in tile);
        return rows;
    }

    /// <summary>12 rows by 2 panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile12x2(ref readonly ProductTile tile)
    {
        Vector512<float> s0a = default, s0b = default;
        Vector512<float> s1a = default, s1b = default;
        Vector512<float> s2a = default, s2b = default;
        Vector512<float> s3a = default, s3b = default;
        Vector512<float> s4a = default, s4b = default;
        Vector512<float> s5a = default, s5b = default;
        Vector512<float> s6a = default, s6b = default;
        Vector512<float> s7a = default, s7b = default;
        Vector512<float> s8a = default, s8b = default;
        Vector512<float> s9a = default, s9b = default;
        Vector512<float> s10a = default, s10b = default;
        Vector512<float> s11a = default, s11b = default;
        ref float x = ref tile.X;
        ref float w0 = ref tile.Panel;
        ref float w1 = ref Unsafe.Add(ref w0, tile.PanelStep);
        (nuint xStep, nuint depthStep, nuint pairStep) = (tile.XStep, tile.DepthStep, 2 * tile.PanelStep);
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector512<float> b0 = Vector512.LoadUnsafe(ref w0);
            Vector512<float> b1 = Vector512.LoadUnsafe(ref w1);
            Prefetch(ref w0, ref w1, pairStep);
            Vector512<float> v0 = Vector512.Create(x);
            s0a = Vector512.FusedMultiplyAdd(b0, v0, s0a);
            s0b = Vector512.FusedMultiplyAdd(b1, v0, s0b);
            Vector512<float> v1 = Vector512.Create(Unsafe.Add(ref x, 1));
            s1a = Vector512.FusedMultiplyAdd(b0, v1, s1a);
            s1b = Vector512.FusedMultiplyAdd(b1, v1, s1b);
            Vector512<float> v2 = Vector512.Create(Unsafe.Add(ref x, 2));
            s2a = Vector512.FusedMultiplyAdd(b0, v2, s2a);
            s2b = Vector512.FusedMultiplyAdd(b1, v2, s2b);
            Vector512<float> v3 = Vector512.Create(Unsafe.Add(ref x, 3));
            s3a = Vector512.FusedMultiplyAdd(b0, v3, s3a);
            s3b = Vector512.FusedMultiplyAdd(b1, v3, s3b);
            Vector512<float> v4 = Vector512.Create(Unsafe.Add(ref x, 4));
            s4a = Vector512.FusedMultiplyAdd(b0, v4, s4a);
            s4b = Vector512.FusedMultiplyAdd(b1, v4, s4b);
            Vector512<float> v5 = Vector512.Create(Unsafe.Add(ref x, 5));
            s5a = Vector512.FusedMultiplyAdd(b0, v5, s5a);
            s5b = Vector512.FusedMultiplyAdd(b1, v5, s5b);
            Vector512<float> v6 = Vector512.Create(Unsafe.Add(ref x, 6));
            s6a = Vector512.FusedMultiplyAdd(b0, v6, s6a);
            s6b = Vector512.FusedMultiplyAdd(b1, v6, s6b);
            Vector512<float> v7 = Vector512.Create(Unsafe.Add(ref x, 7));
            s7a = Vector512.FusedMultiplyAdd(b0, v7, s7a);
            s7b = Vector512.FusedMultiplyAdd(b1, v7, s7b);
            Vector512<float> v8 = Vector512.Create(Unsafe.Add(ref x, 8));
            s8a = Vector512.FusedMultiplyAdd(b0, v8, s8a);
            s8b = Vector512.FusedMultiplyAdd(b1, v8, s8b);
            Vector512<float> v9 = Vector512.Create(Unsafe.Add(ref x, 9));
            s9a = Vector512.FusedMultiplyAdd(b0, v9, s9a);
            s9b = Vector512.FusedMultiplyAdd(b1, v9, s9b);
            Vector512<float> v10 = Vector512.Create(Unsafe.Add(ref x, 10));
            s10a = Vector512.FusedMultiplyAdd(b0, v10, s10a);
            s10b = Vector512.FusedMultiplyAdd(b1, v10, s10b);
            Vector512<float> v11 = Vector512.Create(Unsafe.Add(ref x, 11));
            s11a = Vector512.FusedMultiplyAdd(b0, v11, s11a);
            s11b = Vector512.FusedMultiplyAdd(b1, v11, s11b);
            x = ref Unsafe.Add(ref x, xStep);
            w0 = ref Unsafe.Add(ref w0, depthStep);
            w1 = ref Unsafe.Add(ref w1, depthStep);
        }

        ref float y = ref tile.Y;
        nuint yStep = tile.YStep;
        Store(s0a, s0b, ref y, 0);
        Store(s1a, s1b, ref y, 1 * yStep);
        Store(s2a, s2b, ref y, 2 * yStep);
        Store(s3a, s3b, ref y, 3 * yStep);
        Store(s4a, s4b, ref y, 4 * yStep);
        Store(s5a, s5b, ref y, 5 * yStep);
        Store(s6a, s6b, ref y, 6 * yStep);
        Store(s7a, s7b, ref y, 7 * yStep);
        Store(s8a, s8b, ref y, 8 * yStep);
        Store(s9a, s9b, ref y, 9 * yStep);
        Store(s10a, s10b, ref y, 10 * yStep);
        Store(s11a, s11b, ref y, 11 * yStep);
    }

    /// <summary>8 rows by 2 panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8x2(ref readonly ProductTile tile)
    {
        Vector512<float> s0a = default, s0b = default;
        Vector512<float> s1a = default, s1b = default;
        Vector512<float> s2a = default, s2b = default;
        Vector512<float> s3a = default, s3b = default;
        Vector512<float> s4a = default, s4b = default;
        Vector512<float> s5a = default, s5b = default;
        Vector512<float> s6a = default, s6b = default;
        Vector512<float> s7a = default, s7b = default;
        ref float x = ref tile.X;
        ref float w0 = ref tile.Panel;
        ref float w1 = ref Unsafe.Add(ref w0, tile.PanelStep);
        nuint xStep = tile.XStep;
        nuint depthStep = tile.DepthStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector512<float> b0 = Vector512.LoadUnsafe(ref w0);
            Vector512<float> b1 = Vector512.LoadUnsafe(ref w1);
            Vector512<float> v0 = Vector512.Create(x);
            s0a = Vector512.FusedMultiplyAdd(b0, v0, s0a);
            s0b = Vector512.FusedMultiplyAdd(b1, v0, s0b);
            Vector512<float> v1 = Vector512.Create(Unsafe.Add(ref x, 1));
            s1a = Vector512.FusedMultiplyAdd(b0, v1, s1a);
            s1b = Vector512.FusedMultiplyAdd(b1, v1, s1b);
            Vector512<float> v2 = Vector512.Create(Unsafe.Add(ref x, 2));
            s2a = Vector512.FusedMultiplyAdd(b0, v2, s2a);
            s2b = Vector512.FusedMultiplyAdd(b1, v2, s2b);
            Vector512<float> v3 = Vector512.Create(Unsafe.Add(ref x, 3));
            s3a = Vector512.FusedMultiplyAdd(b0, v3, s3a);
            s3b = Vector512.FusedMultiplyAdd(b1, v3, s3b);
            Vector512<float> v4 = Vector512.Create(Unsafe.Add(ref x, 4));
            s4a = Vector512.FusedMultiplyAdd(b0, v4, s4a);
            s4b = Vector512.FusedMultiplyAdd(b1, v4, s4b);
            Vector512<float> v5 = Vector512.Create(Unsafe.Add(ref x, 5));
            s5a = Vector512.FusedMultiplyAdd(b0, v5, s5a);
            s5b = Vector512.FusedMultiplyAdd(b1, v5, s5b);
            Vector512<float> v6 = Vector512.Create(Unsafe.Add(ref x, 6));
            s6a = Vector512.FusedMultiplyAdd(b0, v6, s6a);
            s6b = Vector512.FusedMultiplyAdd(b1, v6, s6b);
            Vector512<float> v7 = Vector512.Create(Unsafe.Add(ref x, 7));
            s7a = Vector512.FusedMultiplyAdd(b0, v7, s7a);
            s7b = Vector512.FusedMultiplyAdd(b1, v7, s7b);
            x = ref Unsafe.Add(ref x, xStep);
            w0 = ref Unsafe.Add(ref w0, depthStep);
            w1 = ref Unsafe.Add(ref w1, depthStep);
        }

        ref float y = ref tile.Y;
        nuint yStep = tile.YStep;
        Store(s0a, s0b, ref y, 0);
        Store(s1a, s1b, ref y, 1 * yStep);
        Store(s2a, s2b, ref y, 2 * yStep);
        Store(s3a, s3b, ref y, 3 * yStep);
        Store(s4a, s4b, ref y, 4 * yStep);
        Store(s5a, s5b, ref y, 5 * yStep);
        Store(s6a, s6b, ref y, 6 * yStep);
        Store(s7a, s7b, ref y, 7 * yStep);
    }

    /// <summary>4 rows by 2 panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x2(ref readonly ProductTile tile)
    {
        Vector512<float> s0a = default, s0b = default;
        Vector512<float> s1a = default, s1b = default;
        Vector512<float> s2a = default, s2b = default;
        Vector512<float> s3a = default, s3b = default;
        ref float x = ref tile.X;
        ref float w0 = ref tile.Panel;
        ref float w1 = ref Unsafe.Add(ref w0, tile.PanelStep);
        nuint xStep = tile.XStep;
        nuint depthStep = tile.DepthStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector512<float> b0 = Vector512.LoadUnsafe(ref w0);
            Vector512<float> b1 = Vector512.LoadUnsafe(ref w1);
            Vector512<float> v0 = Vector512.Create(x);
            s0a = Vector512.FusedMultiplyAdd(b0, v0, s0a);
            s0b = Vector512.FusedMultiplyAdd(b1, v0, s0b);
            Vector512<float> v1 = Vector512.Create(Unsafe.Add(ref x, 1));
            s1a = Vector512.FusedMultiplyAdd(b0, v1, s1a);
            s1b = Vector512.FusedMultiplyAdd(b1, v1, s1b);
            Vector512<float> v2 = Vector512.Create(Unsafe.Add(ref x, 2));
            s2a = Vector512.FusedMultiplyAdd(b0, v2, s2a);
            s2b = Vector512.FusedMultiplyAdd(b1, v2, s2b);
            Vector512<float> v3 = Vector512.Create(Unsafe.Add(ref x, 3));
            s3a = Vector512.FusedMultiplyAdd(b0, v3, s3a);
            s3b = Vector512.FusedMultiplyAdd(b1, v3, s3b);
            x = ref Unsafe.Add(ref x, xStep);
            w0 = ref Unsafe.Add(ref w0, depthStep);
            w1 = ref Unsafe.Add(ref w1, depthStep);
        }

        ref float y = ref tile.Y;
        nuint yStep = tile.YStep;
        Store(s0a, s0b, ref y, 0);
        Store(s1a, s1b, ref y, 1 * yStep);
        Store(s2a, s2b, ref y, 2 * yStep);
        Store(s3a, s3b, ref y, 3 * yStep);
    }

    /// <summary>12 rows by 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile12x1(ref readonly ProductTile tile)
    {
        Vector512<float> s0a = Vector512<float>.Zero;
        Vector512<float> s1a = Vector512<float>.Zero;
        Vector512<float> s2a = Vector512<float>.Zero;
        Vector512<float> s3a = Vector512<float>.Zero;
        Vector512<float> s4a = Vector512<float>.Zero;
        Vector512<float> s5a = Vector512<float>.Zero;
        Vector512<float> s6a = Vector512<float>.Zero;
        Vector512<float> s7a = Vector512<float>.Zero;
        Vector512<float> s8a = Vector512<float>.Zero;
        Vector512<float> s9a = Vector512<float>.Zero;
        Vector512<float> s10a = Vector512<float>.Zero;
        Vector512<float> s11a = Vector512<float>.Zero;
        ref float x = ref tile.X;
        ref float w0 = ref tile.Panel;
        nuint xStep = tile.XStep;
        nuint depthStep = tile.DepthStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector512<float> b0 = Vector512.LoadUnsafe(ref w0);
            Vector512<float> v0 = Vector512.Create(x);
            s0a = Vector512.FusedMultiplyAdd(b0, v0, s0a);
            Vector512<float> v1 = Vector512.Create(Unsafe.Add(ref x, 1));
            s1a = Vector512.FusedMultiplyAdd(b0, v1, s1a);
            Vector512<float> v2 = Vector512.Create(Unsafe.Add(ref x, 2));
            s2a = Vector512.FusedMultiplyAdd(b0, v2, s2a);
            Vector512<float> v3 = Vector512.Create(Unsafe.Add(ref x, 3));
            s3a = Vector512.FusedMultiplyAdd(b0, v3, s3a);
            Vector512<float> v4 = Vector512.Create(Unsafe.Add(ref x, 4));
            s4a = Vector512.FusedMultiplyAdd(b0, v4, s4a);
            Vector512<float> v5 = Vector512.Create(Unsafe.Add(ref x, 5));
            s5a = Vector512.FusedMultiplyAdd(b0, v5, s5a);
            Vector512<float> v6 = Vector512.Create(Unsafe.Add(ref x, 6));
            s6a = Vector512.FusedMultiplyAdd(b0, v6, s6a);
            Vector512<float> v7 = Vector512.Create(Unsafe.Add(ref x, 7));
            s7a = Vector512.FusedMultiplyAdd(b0, v7, s7a);
            Vector512<float> v8 = Vector512.Create(Unsafe.Add(ref x, 8));
            s8a = Vector512.FusedMultiplyAdd(b0, v8, s8a);
            Vector512<float> v9 = Vector512.Create(Unsafe.Add(ref x, 9));
            s9a = Vector512.FusedMultiplyAdd(b0, v9, s9a);
            Vector512<float> v10 = Vector512.Create(Unsafe.Add(ref x, 10));
            s10a = Vector512.FusedMultiplyAdd(b0, v10, s10a);
            Vector512<float> v11 = Vector512.Create(Unsafe.Add(ref x, 11));
            s11a = Vector512.FusedMultiplyAdd(b0, v11, s11a);
            x = ref Unsafe.Add(ref x, xStep);
            w0 = ref Unsafe.Add(ref w0, depthStep);
        }

        ref float y = ref tile.Y;
        nuint yStep = tile.YStep;
        s0a.StoreUnsafe(ref y);
        y = ref Unsafe.Add(ref y, yStep);
        s1a.StoreUnsafe(ref y);
        y = ref Unsafe.Add(ref y, yStep);
        s2a.StoreUnsafe(ref y);
        y = ref Unsafe.Add(ref y, yStep);
        s3a.StoreUnsafe(ref y);
        y = ref Unsafe.Add(ref y, yStep);
        s4a.StoreUnsafe(ref y);
        y = ref Unsafe.Add(ref y, yStep);
        s5a.StoreUnsafe(ref y);
        y = ref Unsafe.Add(ref y, yStep);
        s6a.StoreUnsafe(ref y);
        y = ref Unsafe.Add(ref y, yStep);
        s7a.StoreUnsafe(ref y);
        y = ref Unsafe.Add(ref y, yStep);
        s8a.StoreUnsafe(ref y);
        y = ref Unsafe.Add(ref y, yStep);
        s9a.StoreUnsafe(ref y);
        y = ref Unsafe.Add(ref y, yStep);
        s10a.StoreUnsafe(ref y);
        y = ref Unsafe.Add(ref y, yStep);
        s11a.StoreUnsafe(ref y);
    }

    /// <summary>4 rows by 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x1(ref readonly ProductTile tile)
    {
        Vector512<float> s0a = Vector512<float>.Zero;
        Vector512<float> s1a = Vector512<float>.Zero;
        Vector512<float> s2a = Vector512<float>.Zero;
        Vector512<float> s3a = Vector512<float>.Zero;
        ref float x = ref tile.X;
        ref float w0 = ref tile.Panel;
        nuint xStep = tile.XStep;
        nuint depthStep = tile.DepthStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector512<float> b0 = Vector512.LoadUnsafe(ref w0);
            Vector512<float> v0 = Vector512.Create(x);
            s0a = Vector512.FusedMultiplyAdd(b0, v0, s0a);
            Vector512<float> v1 = Vector512.Create(Unsafe.Add(ref x, 1));
            s1a = Vector512.FusedMultiplyAdd(b0, v1, s1a);
            Vector512<float> v2 = Vector512.Create(Unsafe.Add(ref x, 2));
            s2a = Vector512.FusedMultiplyAdd(b0, v2, s2a);
            Vector512<float> v3 = Vector512.Create(Unsafe.Add(ref x, 3));
            s3a = Vector512.FusedMultiplyAdd(b0, v3, s3a);
            x = ref Unsafe.Add(ref x, xStep);
            w0 = ref Unsafe.Add(ref w0, depthStep);
        }

        ref float y = ref tile.Y;
        nuint yStep = tile.YStep;
        s0a.StoreUnsafe(ref y);
        y = ref Unsafe.Add(ref y, yStep);
        s1a.StoreUnsafe(ref y);
        y = ref Unsafe.Add(ref y, yStep);
        s2a.StoreUnsafe(ref y);
        y = ref Unsafe.Add(ref y, yStep);
        s3a.StoreUnsafe(ref y);
    }

    /// <summary>Asks for what the tile to the right will read, into the second-level cache: weights that lie further away come just in time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Prefetch(ref float w0, ref float w1, nuint pairStep)
    {
        // SAFETY: a prefetch is a hint; it reads nothing, whatever the address, so there need not be a panel.
        Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.Add(ref w0, pairStep)));
        Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.Add(ref w1, pairStep)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> a, Vector512<float> b, ref float y, nuint offset)
    {
        a.StoreUnsafe(ref y, offset);
        b.StoreUnsafe(ref y, offset + 16);
    }
}
