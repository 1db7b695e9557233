// Unrolled by hand: accumulators live in registers only if each has its own name.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Tiles of 256-bit vectors: s[r,o] = fma(w[k,o], x[r,k], s[r,o]), k ascending, stored as they are.</summary>
/// <remarks>The bits are those of the tiles over <see cref="ILanes{TSelf}"/>, which the compiler keeps in memory when there are that many accumulators.</remarks>
internal static class ProductTiles256
{
    /// <summary>Runs the tile that suits strips of 12, 8 or 4 rows; returns how many rows it took.</summary>
    public static int Run(ref readonly ProductTile tile, int height)
    {
        if (height % 6 == 0)
        {
            Tile6x1(in tile);
            return 6;
        }

        Tile4x1(in tile);
        return 4;
    }

    /// <summary>6 rows by 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile6x1(ref readonly ProductTile tile)
    {
        Vector256<float> s0a = Vector256<float>.Zero;
        Vector256<float> s0b = Vector256<float>.Zero;
        Vector256<float> s1a = Vector256<float>.Zero;
        Vector256<float> s1b = Vector256<float>.Zero;
        Vector256<float> s2a = Vector256<float>.Zero;
        Vector256<float> s2b = Vector256<float>.Zero;
        Vector256<float> s3a = Vector256<float>.Zero;
        Vector256<float> s3b = Vector256<float>.Zero;
        Vector256<float> s4a = Vector256<float>.Zero;
        Vector256<float> s4b = Vector256<float>.Zero;
        Vector256<float> s5a = Vector256<float>.Zero;
        Vector256<float> s5b = Vector256<float>.Zero;
        ref float x = ref tile.X;
        ref float w0 = ref tile.Panel;
        nuint xStep = tile.XStep;
        nuint depthStep = tile.DepthStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector256<float> b0 = Vector256.LoadUnsafe(ref w0);
            Vector256<float> b1 = Vector256.LoadUnsafe(ref w0, 8);
            Vector256<float> v0 = Vector256.Create(x);
            s0a = Vector256.FusedMultiplyAdd(b0, v0, s0a);
            s0b = Vector256.FusedMultiplyAdd(b1, v0, s0b);
            Vector256<float> v1 = Vector256.Create(Unsafe.Add(ref x, 1));
            s1a = Vector256.FusedMultiplyAdd(b0, v1, s1a);
            s1b = Vector256.FusedMultiplyAdd(b1, v1, s1b);
            Vector256<float> v2 = Vector256.Create(Unsafe.Add(ref x, 2));
            s2a = Vector256.FusedMultiplyAdd(b0, v2, s2a);
            s2b = Vector256.FusedMultiplyAdd(b1, v2, s2b);
            Vector256<float> v3 = Vector256.Create(Unsafe.Add(ref x, 3));
            s3a = Vector256.FusedMultiplyAdd(b0, v3, s3a);
            s3b = Vector256.FusedMultiplyAdd(b1, v3, s3b);
            Vector256<float> v4 = Vector256.Create(Unsafe.Add(ref x, 4));
            s4a = Vector256.FusedMultiplyAdd(b0, v4, s4a);
            s4b = Vector256.FusedMultiplyAdd(b1, v4, s4b);
            Vector256<float> v5 = Vector256.Create(Unsafe.Add(ref x, 5));
            s5a = Vector256.FusedMultiplyAdd(b0, v5, s5a);
            s5b = Vector256.FusedMultiplyAdd(b1, v5, s5b);
            x = ref Unsafe.Add(ref x, xStep);
            w0 = ref Unsafe.Add(ref w0, depthStep);
        }

        ref float y = ref tile.Y;
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

    /// <summary>4 rows by 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x1(ref readonly ProductTile tile)
    {
        Vector256<float> s0a = Vector256<float>.Zero;
        Vector256<float> s0b = Vector256<float>.Zero;
        Vector256<float> s1a = Vector256<float>.Zero;
        Vector256<float> s1b = Vector256<float>.Zero;
        Vector256<float> s2a = Vector256<float>.Zero;
        Vector256<float> s2b = Vector256<float>.Zero;
        Vector256<float> s3a = Vector256<float>.Zero;
        Vector256<float> s3b = Vector256<float>.Zero;
        ref float x = ref tile.X;
        ref float w0 = ref tile.Panel;
        nuint xStep = tile.XStep;
        nuint depthStep = tile.DepthStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector256<float> b0 = Vector256.LoadUnsafe(ref w0);
            Vector256<float> b1 = Vector256.LoadUnsafe(ref w0, 8);
            Vector256<float> v0 = Vector256.Create(x);
            s0a = Vector256.FusedMultiplyAdd(b0, v0, s0a);
            s0b = Vector256.FusedMultiplyAdd(b1, v0, s0b);
            Vector256<float> v1 = Vector256.Create(Unsafe.Add(ref x, 1));
            s1a = Vector256.FusedMultiplyAdd(b0, v1, s1a);
            s1b = Vector256.FusedMultiplyAdd(b1, v1, s1b);
            Vector256<float> v2 = Vector256.Create(Unsafe.Add(ref x, 2));
            s2a = Vector256.FusedMultiplyAdd(b0, v2, s2a);
            s2b = Vector256.FusedMultiplyAdd(b1, v2, s2b);
            Vector256<float> v3 = Vector256.Create(Unsafe.Add(ref x, 3));
            s3a = Vector256.FusedMultiplyAdd(b0, v3, s3a);
            s3b = Vector256.FusedMultiplyAdd(b1, v3, s3b);
            x = ref Unsafe.Add(ref x, xStep);
            w0 = ref Unsafe.Add(ref w0, depthStep);
        }

        ref float y = ref tile.Y;
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
    }
}
