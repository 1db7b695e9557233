// Unrolled by hand: accumulators live in registers only if each has its own name.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Tiles of 512-bit vectors: s[p,o] = fma(w[k,o], x[offset[k] + p], s[p,o]), k ascending, s from +0, stored as they are.</summary>
internal static class WindowTiles512
{
    /// <summary>14 windows by 32 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile14x32(ref readonly WindowTile tile)
    {
        Vector512<float> s0a = default, s0b = default, s1a = default, s1b = default;
        Vector512<float> s2a = default, s2b = default, s3a = default, s3b = default;
        Vector512<float> s4a = default, s4b = default, s5a = default, s5b = default;
        Vector512<float> s6a = default, s6b = default, s7a = default, s7b = default;
        Vector512<float> s8a = default, s8b = default, s9a = default, s9b = default;
        Vector512<float> s10a = default, s10b = default, s11a = default, s11b = default;
        Vector512<float> s12a = default, s12b = default, s13a = default, s13b = default;
        ref float x = ref tile.X;
        ref int offset = ref tile.Offsets;
        ref float w = ref tile.Filters;
        nuint filterStep = tile.FilterStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector512<float> ba = Vector512.LoadUnsafe(ref w);
            Vector512<float> bb = Vector512.LoadUnsafe(ref w, 16);
            ref float at = ref Unsafe.Add(ref x, offset);
            Vector512<float> v0 = Vector512.Create(at);
            s0a = Vector512.FusedMultiplyAdd(ba, v0, s0a);
            s0b = Vector512.FusedMultiplyAdd(bb, v0, s0b);
            Vector512<float> v1 = Vector512.Create(Unsafe.Add(ref at, 1));
            s1a = Vector512.FusedMultiplyAdd(ba, v1, s1a);
            s1b = Vector512.FusedMultiplyAdd(bb, v1, s1b);
            Vector512<float> v2 = Vector512.Create(Unsafe.Add(ref at, 2));
            s2a = Vector512.FusedMultiplyAdd(ba, v2, s2a);
            s2b = Vector512.FusedMultiplyAdd(bb, v2, s2b);
            Vector512<float> v3 = Vector512.Create(Unsafe.Add(ref at, 3));
            s3a = Vector512.FusedMultiplyAdd(ba, v3, s3a);
            s3b = Vector512.FusedMultiplyAdd(bb, v3, s3b);
            Vector512<float> v4 = Vector512.Create(Unsafe.Add(ref at, 4));
            s4a = Vector512.FusedMultiplyAdd(ba, v4, s4a);
            s4b = Vector512.FusedMultiplyAdd(bb, v4, s4b);
            Vector512<float> v5 = Vector512.Create(Unsafe.Add(ref at, 5));
            s5a = Vector512.FusedMultiplyAdd(ba, v5, s5a);
            s5b = Vector512.FusedMultiplyAdd(bb, v5, s5b);
            Vector512<float> v6 = Vector512.Create(Unsafe.Add(ref at, 6));
            s6a = Vector512.FusedMultiplyAdd(ba, v6, s6a);
            s6b = Vector512.FusedMultiplyAdd(bb, v6, s6b);
            Vector512<float> v7 = Vector512.Create(Unsafe.Add(ref at, 7));
            s7a = Vector512.FusedMultiplyAdd(ba, v7, s7a);
            s7b = Vector512.FusedMultiplyAdd(bb, v7, s7b);
            Vector512<float> v8 = Vector512.Create(Unsafe.Add(ref at, 8));
            s8a = Vector512.FusedMultiplyAdd(ba, v8, s8a);
            s8b = Vector512.FusedMultiplyAdd(bb, v8, s8b);
            Vector512<float> v9 = Vector512.Create(Unsafe.Add(ref at, 9));
            s9a = Vector512.FusedMultiplyAdd(ba, v9, s9a);
            s9b = Vector512.FusedMultiplyAdd(bb, v9, s9b);
            Vector512<float> v10 = Vector512.Create(Unsafe.Add(ref at, 10));
            s10a = Vector512.FusedMultiplyAdd(ba, v10, s10a);
            s10b = Vector512.FusedMultiplyAdd(bb, v10, s10b);
            Vector512<float> v11 = Vector512.Create(Unsafe.Add(ref at, 11));
            s11a = Vector512.FusedMultiplyAdd(ba, v11, s11a);
            s11b = Vector512.FusedMultiplyAdd(bb, v11, s11b);
            Vector512<float> v12 = Vector512.Create(Unsafe.Add(ref at, 12));
            s12a = Vector512.FusedMultiplyAdd(ba, v12, s12a);
            s12b = Vector512.FusedMultiplyAdd(bb, v12, s12b);
            Vector512<float> v13 = Vector512.Create(Unsafe.Add(ref at, 13));
            s13a = Vector512.FusedMultiplyAdd(ba, v13, s13a);
            s13b = Vector512.FusedMultiplyAdd(bb, v13, s13b);
            w = ref Unsafe.Add(ref w, filterStep);
            offset = ref Unsafe.Add(ref offset, 1);
        }

        ref float sums = ref tile.Sums;
        Store(s0a, s0b, ref sums);
        Store(s1a, s1b, ref Unsafe.Add(ref sums, 32));
        Store(s2a, s2b, ref Unsafe.Add(ref sums, 64));
        Store(s3a, s3b, ref Unsafe.Add(ref sums, 96));
        Store(s4a, s4b, ref Unsafe.Add(ref sums, 128));
        Store(s5a, s5b, ref Unsafe.Add(ref sums, 160));
        Store(s6a, s6b, ref Unsafe.Add(ref sums, 192));
        Store(s7a, s7b, ref Unsafe.Add(ref sums, 224));
        Store(s8a, s8b, ref Unsafe.Add(ref sums, 256));
        Store(s9a, s9b, ref Unsafe.Add(ref sums, 288));
        Store(s10a, s10b, ref Unsafe.Add(ref sums, 320));
        Store(s11a, s11b, ref Unsafe.Add(ref sums, 352));
        Store(s12a, s12b, ref Unsafe.Add(ref sums, 384));
        Store(s13a, s13b, ref Unsafe.Add(ref sums, 416));
    }

    /// <summary>8 windows by 32 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile8x32(ref readonly WindowTile tile)
    {
        Vector512<float> s0a = default, s0b = default, s1a = default, s1b = default;
        Vector512<float> s2a = default, s2b = default, s3a = default, s3b = default;
        Vector512<float> s4a = default, s4b = default, s5a = default, s5b = default;
        Vector512<float> s6a = default, s6b = default, s7a = default, s7b = default;
        ref float x = ref tile.X;
        ref int offset = ref tile.Offsets;
        ref float w = ref tile.Filters;
        nuint filterStep = tile.FilterStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector512<float> ba = Vector512.LoadUnsafe(ref w);
            Vector512<float> bb = Vector512.LoadUnsafe(ref w, 16);
            ref float at = ref Unsafe.Add(ref x, offset);
            Vector512<float> v0 = Vector512.Create(at);
            s0a = Vector512.FusedMultiplyAdd(ba, v0, s0a);
            s0b = Vector512.FusedMultiplyAdd(bb, v0, s0b);
            Vector512<float> v1 = Vector512.Create(Unsafe.Add(ref at, 1));
            s1a = Vector512.FusedMultiplyAdd(ba, v1, s1a);
            s1b = Vector512.FusedMultiplyAdd(bb, v1, s1b);
            Vector512<float> v2 = Vector512.Create(Unsafe.Add(ref at, 2));
            s2a = Vector512.FusedMultiplyAdd(ba, v2, s2a);
            s2b = Vector512.FusedMultiplyAdd(bb, v2, s2b);
            Vector512<float> v3 = Vector512.Create(Unsafe.Add(ref at, 3));
            s3a = Vector512.FusedMultiplyAdd(ba, v3, s3a);
            s3b = Vector512.FusedMultiplyAdd(bb, v3, s3b);
            Vector512<float> v4 = Vector512.Create(Unsafe.Add(ref at, 4));
            s4a = Vector512.FusedMultiplyAdd(ba, v4, s4a);
            s4b = Vector512.FusedMultiplyAdd(bb, v4, s4b);
            Vector512<float> v5 = Vector512.Create(Unsafe.Add(ref at, 5));
            s5a = Vector512.FusedMultiplyAdd(ba, v5, s5a);
            s5b = Vector512.FusedMultiplyAdd(bb, v5, s5b);
            Vector512<float> v6 = Vector512.Create(Unsafe.Add(ref at, 6));
            s6a = Vector512.FusedMultiplyAdd(ba, v6, s6a);
            s6b = Vector512.FusedMultiplyAdd(bb, v6, s6b);
            Vector512<float> v7 = Vector512.Create(Unsafe.Add(ref at, 7));
            s7a = Vector512.FusedMultiplyAdd(ba, v7, s7a);
            s7b = Vector512.FusedMultiplyAdd(bb, v7, s7b);
            w = ref Unsafe.Add(ref w, filterStep);
            offset = ref Unsafe.Add(ref offset, 1);
        }

        ref float sums = ref tile.Sums;
        Store(s0a, s0b, ref sums);
        Store(s1a, s1b, ref Unsafe.Add(ref sums, 32));
        Store(s2a, s2b, ref Unsafe.Add(ref sums, 64));
        Store(s3a, s3b, ref Unsafe.Add(ref sums, 96));
        Store(s4a, s4b, ref Unsafe.Add(ref sums, 128));
        Store(s5a, s5b, ref Unsafe.Add(ref sums, 160));
        Store(s6a, s6b, ref Unsafe.Add(ref sums, 192));
        Store(s7a, s7b, ref Unsafe.Add(ref sums, 224));
    }

    /// <summary>14 windows by 16 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile14x16(ref readonly WindowTile tile)
    {
        Vector512<float> s0a = default, s1a = default, s2a = default, s3a = default;
        Vector512<float> s4a = default, s5a = default, s6a = default, s7a = default;
        Vector512<float> s8a = default, s9a = default, s10a = default, s11a = default;
        Vector512<float> s12a = default, s13a = default;
        ref float x = ref tile.X;
        ref int offset = ref tile.Offsets;
        ref float w = ref tile.Filters;
        nuint filterStep = tile.FilterStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector512<float> ba = Vector512.LoadUnsafe(ref w);
            ref float at = ref Unsafe.Add(ref x, offset);
            Vector512<float> v0 = Vector512.Create(at);
            s0a = Vector512.FusedMultiplyAdd(ba, v0, s0a);
            Vector512<float> v1 = Vector512.Create(Unsafe.Add(ref at, 1));
            s1a = Vector512.FusedMultiplyAdd(ba, v1, s1a);
            Vector512<float> v2 = Vector512.Create(Unsafe.Add(ref at, 2));
            s2a = Vector512.FusedMultiplyAdd(ba, v2, s2a);
            Vector512<float> v3 = Vector512.Create(Unsafe.Add(ref at, 3));
            s3a = Vector512.FusedMultiplyAdd(ba, v3, s3a);
            Vector512<float> v4 = Vector512.Create(Unsafe.Add(ref at, 4));
            s4a = Vector512.FusedMultiplyAdd(ba, v4, s4a);
            Vector512<float> v5 = Vector512.Create(Unsafe.Add(ref at, 5));
            s5a = Vector512.FusedMultiplyAdd(ba, v5, s5a);
            Vector512<float> v6 = Vector512.Create(Unsafe.Add(ref at, 6));
            s6a = Vector512.FusedMultiplyAdd(ba, v6, s6a);
            Vector512<float> v7 = Vector512.Create(Unsafe.Add(ref at, 7));
            s7a = Vector512.FusedMultiplyAdd(ba, v7, s7a);
            Vector512<float> v8 = Vector512.Create(Unsafe.Add(ref at, 8));
            s8a = Vector512.FusedMultiplyAdd(ba, v8, s8a);
            Vector512<float> v9 = Vector512.Create(Unsafe.Add(ref at, 9));
            s9a = Vector512.FusedMultiplyAdd(ba, v9, s9a);
            Vector512<float> v10 = Vector512.Create(Unsafe.Add(ref at, 10));
            s10a = Vector512.FusedMultiplyAdd(ba, v10, s10a);
            Vector512<float> v11 = Vector512.Create(Unsafe.Add(ref at, 11));
            s11a = Vector512.FusedMultiplyAdd(ba, v11, s11a);
            Vector512<float> v12 = Vector512.Create(Unsafe.Add(ref at, 12));
            s12a = Vector512.FusedMultiplyAdd(ba, v12, s12a);
            Vector512<float> v13 = Vector512.Create(Unsafe.Add(ref at, 13));
            s13a = Vector512.FusedMultiplyAdd(ba, v13, s13a);
            w = ref Unsafe.Add(ref w, filterStep);
            offset = ref Unsafe.Add(ref offset, 1);
        }

        ref float sums = ref tile.Sums;
        s0a.StoreUnsafe(ref sums);
        s1a.StoreUnsafe(ref sums, 32);
        s2a.StoreUnsafe(ref sums, 64);
        s3a.StoreUnsafe(ref sums, 96);
        s4a.StoreUnsafe(ref sums, 128);
        s5a.StoreUnsafe(ref sums, 160);
        s6a.StoreUnsafe(ref sums, 192);
        s7a.StoreUnsafe(ref sums, 224);
        s8a.StoreUnsafe(ref sums, 256);
        s9a.StoreUnsafe(ref sums, 288);
        s10a.StoreUnsafe(ref sums, 320);
        s11a.StoreUnsafe(ref sums, 352);
        s12a.StoreUnsafe(ref sums, 384);
        s13a.StoreUnsafe(ref sums, 416);
    }

    /// <summary>8 windows by 16 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile8x16(ref readonly WindowTile tile)
    {
        Vector512<float> s0a = default, s1a = default, s2a = default, s3a = default;
        Vector512<float> s4a = default, s5a = default, s6a = default, s7a = default;
        ref float x = ref tile.X;
        ref int offset = ref tile.Offsets;
        ref float w = ref tile.Filters;
        nuint filterStep = tile.FilterStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector512<float> ba = Vector512.LoadUnsafe(ref w);
            ref float at = ref Unsafe.Add(ref x, offset);
            Vector512<float> v0 = Vector512.Create(at);
            s0a = Vector512.FusedMultiplyAdd(ba, v0, s0a);
            Vector512<float> v1 = Vector512.Create(Unsafe.Add(ref at, 1));
            s1a = Vector512.FusedMultiplyAdd(ba, v1, s1a);
            Vector512<float> v2 = Vector512.Create(Unsafe.Add(ref at, 2));
            s2a = Vector512.FusedMultiplyAdd(ba, v2, s2a);
            Vector512<float> v3 = Vector512.Create(Unsafe.Add(ref at, 3));
            s3a = Vector512.FusedMultiplyAdd(ba, v3, s3a);
            Vector512<float> v4 = Vector512.Create(Unsafe.Add(ref at, 4));
            s4a = Vector512.FusedMultiplyAdd(ba, v4, s4a);
            Vector512<float> v5 = Vector512.Create(Unsafe.Add(ref at, 5));
            s5a = Vector512.FusedMultiplyAdd(ba, v5, s5a);
            Vector512<float> v6 = Vector512.Create(Unsafe.Add(ref at, 6));
            s6a = Vector512.FusedMultiplyAdd(ba, v6, s6a);
            Vector512<float> v7 = Vector512.Create(Unsafe.Add(ref at, 7));
            s7a = Vector512.FusedMultiplyAdd(ba, v7, s7a);
            w = ref Unsafe.Add(ref w, filterStep);
            offset = ref Unsafe.Add(ref offset, 1);
        }

        ref float sums = ref tile.Sums;
        s0a.StoreUnsafe(ref sums);
        s1a.StoreUnsafe(ref sums, 32);
        s2a.StoreUnsafe(ref sums, 64);
        s3a.StoreUnsafe(ref sums, 96);
        s4a.StoreUnsafe(ref sums, 128);
        s5a.StoreUnsafe(ref sums, 160);
        s6a.StoreUnsafe(ref sums, 192);
        s7a.StoreUnsafe(ref sums, 224);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> a, Vector512<float> b, ref float sums)
    {
        a.StoreUnsafe(ref sums);
        b.StoreUnsafe(ref sums, 16);
    }
}
