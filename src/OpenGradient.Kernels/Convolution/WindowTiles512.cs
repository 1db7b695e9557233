// Unrolled by hand: accumulators live in registers only if each has its own name.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Tiles of 512-bit vectors: s[p,o] = fma(w[k,o], x[offset[k] + p], s[p,o]), k ascending, stored as they are.</summary>
internal static class WindowTiles512
{
    /// <summary>14 windows by 32 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile14x32(ref readonly WindowTile tile)
    {
        ref float sums = ref tile.Start;
        nuint step = tile.StartStep;
        Vector512<float> s0a = Load(ref sums, 0), s0b = Load(ref sums, 16), s1a = Load(ref sums, step), s1b = Load(ref sums, step + 16);
        Vector512<float> s2a = Load(ref sums, 2 * step), s2b = Load(ref sums, (2 * step) + 16), s3a = Load(ref sums, 3 * step), s3b = Load(ref sums, (3 * step) + 16);
        Vector512<float> s4a = Load(ref sums, 4 * step), s4b = Load(ref sums, (4 * step) + 16), s5a = Load(ref sums, 5 * step), s5b = Load(ref sums, (5 * step) + 16);
        Vector512<float> s6a = Load(ref sums, 6 * step), s6b = Load(ref sums, (6 * step) + 16), s7a = Load(ref sums, 7 * step), s7b = Load(ref sums, (7 * step) + 16);
        Vector512<float> s8a = Load(ref sums, 8 * step), s8b = Load(ref sums, (8 * step) + 16), s9a = Load(ref sums, 9 * step), s9b = Load(ref sums, (9 * step) + 16);
        Vector512<float> s10a = Load(ref sums, 10 * step), s10b = Load(ref sums, (10 * step) + 16), s11a = Load(ref sums, 11 * step), s11b = Load(ref sums, (11 * step) + 16);
        Vector512<float> s12a = Load(ref sums, 12 * step), s12b = Load(ref sums, (12 * step) + 16), s13a = Load(ref sums, 13 * step), s13b = Load(ref sums, (13 * step) + 16);
        ref float x = ref tile.X, w = ref tile.Filters, ahead = ref tile.Ahead;
        ref int offset = ref tile.Offsets;
        nuint filterStep = tile.FilterStep, aheadStep = tile.AheadStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector512<float> ba = Load(ref w, 0), bb = Load(ref w, 16);
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
            WindowTile.Prefetch(ref ahead);
            ahead = ref Unsafe.AddByteOffset(ref ahead, aheadStep);
            w = ref Unsafe.Add(ref w, filterStep);
            offset = ref Unsafe.Add(ref offset, 1);
        }

        sums = ref tile.Sums;
        Store(s0a, s0b, s1a, s1b, ref sums);
        Store(s2a, s2b, s3a, s3b, ref Unsafe.Add(ref sums, 64));
        Store(s4a, s4b, s5a, s5b, ref Unsafe.Add(ref sums, 128));
        Store(s6a, s6b, s7a, s7b, ref Unsafe.Add(ref sums, 192));
        Store(s8a, s8b, s9a, s9b, ref Unsafe.Add(ref sums, 256));
        Store(s10a, s10b, s11a, s11b, ref Unsafe.Add(ref sums, 320));
        Store(s12a, s12b, s13a, s13b, ref Unsafe.Add(ref sums, 384));
    }

    /// <summary>8 windows by 32 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile8x32(ref readonly WindowTile tile)
    {
        ref float sums = ref tile.Start;
        nuint step = tile.StartStep;
        Vector512<float> s0a = Load(ref sums, 0), s0b = Load(ref sums, 16), s1a = Load(ref sums, step), s1b = Load(ref sums, step + 16);
        Vector512<float> s2a = Load(ref sums, 2 * step), s2b = Load(ref sums, (2 * step) + 16), s3a = Load(ref sums, 3 * step), s3b = Load(ref sums, (3 * step) + 16);
        Vector512<float> s4a = Load(ref sums, 4 * step), s4b = Load(ref sums, (4 * step) + 16), s5a = Load(ref sums, 5 * step), s5b = Load(ref sums, (5 * step) + 16);
        Vector512<float> s6a = Load(ref sums, 6 * step), s6b = Load(ref sums, (6 * step) + 16), s7a = Load(ref sums, 7 * step), s7b = Load(ref sums, (7 * step) + 16);
        ref float x = ref tile.X, w = ref tile.Filters, ahead = ref tile.Ahead;
        ref int offset = ref tile.Offsets;
        nuint filterStep = tile.FilterStep, aheadStep = tile.AheadStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector512<float> ba = Load(ref w, 0), bb = Load(ref w, 16);
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
            WindowTile.Prefetch(ref ahead);
            ahead = ref Unsafe.AddByteOffset(ref ahead, aheadStep);
            w = ref Unsafe.Add(ref w, filterStep);
            offset = ref Unsafe.Add(ref offset, 1);
        }

        sums = ref tile.Sums;
        Store(s0a, s0b, s1a, s1b, ref sums);
        Store(s2a, s2b, s3a, s3b, ref Unsafe.Add(ref sums, 64));
        Store(s4a, s4b, s5a, s5b, ref Unsafe.Add(ref sums, 128));
        Store(s6a, s6b, s7a, s7b, ref Unsafe.Add(ref sums, 192));
    }

    /// <summary>14 windows by 16 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile14x16(ref readonly WindowTile tile)
    {
        ref float sums = ref tile.Start;
        nuint step = tile.StartStep;
        Vector512<float> s0a = Load(ref sums, 0), s1a = Load(ref sums, step), s2a = Load(ref sums, 2 * step), s3a = Load(ref sums, 3 * step);
        Vector512<float> s4a = Load(ref sums, 4 * step), s5a = Load(ref sums, 5 * step), s6a = Load(ref sums, 6 * step), s7a = Load(ref sums, 7 * step);
        Vector512<float> s8a = Load(ref sums, 8 * step), s9a = Load(ref sums, 9 * step), s10a = Load(ref sums, 10 * step), s11a = Load(ref sums, 11 * step);
        Vector512<float> s12a = Load(ref sums, 12 * step), s13a = Load(ref sums, 13 * step);
        ref float x = ref tile.X, w = ref tile.Filters, ahead = ref tile.Ahead;
        ref int offset = ref tile.Offsets;
        nuint filterStep = tile.FilterStep, aheadStep = tile.AheadStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector512<float> ba = Load(ref w, 0);
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
            WindowTile.Prefetch(ref ahead);
            ahead = ref Unsafe.AddByteOffset(ref ahead, aheadStep);
            w = ref Unsafe.Add(ref w, filterStep);
            offset = ref Unsafe.Add(ref offset, 1);
        }

        sums = ref tile.Sums;
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
        ref float sums = ref tile.Start;
        nuint step = tile.StartStep;
        Vector512<float> s0a = Load(ref sums, 0), s1a = Load(ref sums, step), s2a = Load(ref sums, 2 * step), s3a = Load(ref sums, 3 * step);
        Vector512<float> s4a = Load(ref sums, 4 * step), s5a = Load(ref sums, 5 * step), s6a = Load(ref sums, 6 * step), s7a = Load(ref sums, 7 * step);
        ref float x = ref tile.X, w = ref tile.Filters, ahead = ref tile.Ahead;
        ref int offset = ref tile.Offsets;
        nuint filterStep = tile.FilterStep, aheadStep = tile.AheadStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector512<float> ba = Load(ref w, 0);
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
            WindowTile.Prefetch(ref ahead);
            ahead = ref Unsafe.AddByteOffset(ref ahead, aheadStep);
            w = ref Unsafe.Add(ref w, filterStep);
            offset = ref Unsafe.Add(ref offset, 1);
        }

        sums = ref tile.Sums;
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
    private static Vector512<float> Load(ref float source, nuint offset) => Vector512.LoadUnsafe(ref source, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> a, Vector512<float> b, Vector512<float> nextA, Vector512<float> nextB, ref float sums)
    {
        a.StoreUnsafe(ref sums);
        b.StoreUnsafe(ref sums, 16);
        nextA.StoreUnsafe(ref sums, 32);
        nextB.StoreUnsafe(ref sums, 48);
    }
}
