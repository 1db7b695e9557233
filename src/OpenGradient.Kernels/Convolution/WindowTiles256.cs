// Unrolled by hand: accumulators live in registers only if each has its own name.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Tiles of 256-bit vectors: the bits are those of <see cref="WindowTiles512"/>.</summary>
internal static class WindowTiles256
{
    /// <summary>6 windows by 16 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile6x16(ref readonly WindowTile tile)
    {
        ref float sums = ref tile.Start;
        nuint step = tile.StartStep;
        Vector256<float> s0a = Load(ref sums, 0), s0b = Load(ref sums, 8), s1a = Load(ref sums, step), s1b = Load(ref sums, step + 8);
        Vector256<float> s2a = Load(ref sums, 2 * step), s2b = Load(ref sums, (2 * step) + 8), s3a = Load(ref sums, 3 * step), s3b = Load(ref sums, (3 * step) + 8);
        Vector256<float> s4a = Load(ref sums, 4 * step), s4b = Load(ref sums, (4 * step) + 8), s5a = Load(ref sums, 5 * step), s5b = Load(ref sums, (5 * step) + 8);
        ref float x = ref tile.X, w = ref tile.Filters, ahead = ref tile.Ahead;
        ref int offset = ref tile.Offsets;
        nuint filterStep = tile.FilterStep, aheadStep = tile.AheadStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector256<float> ba = Load(ref w, 0), bb = Load(ref w, 8);
            ref float at = ref Unsafe.Add(ref x, offset);
            Vector256<float> v0 = Vector256.Create(at);
            s0a = Vector256.FusedMultiplyAdd(ba, v0, s0a);
            s0b = Vector256.FusedMultiplyAdd(bb, v0, s0b);
            Vector256<float> v1 = Vector256.Create(Unsafe.Add(ref at, 1));
            s1a = Vector256.FusedMultiplyAdd(ba, v1, s1a);
            s1b = Vector256.FusedMultiplyAdd(bb, v1, s1b);
            Vector256<float> v2 = Vector256.Create(Unsafe.Add(ref at, 2));
            s2a = Vector256.FusedMultiplyAdd(ba, v2, s2a);
            s2b = Vector256.FusedMultiplyAdd(bb, v2, s2b);
            Vector256<float> v3 = Vector256.Create(Unsafe.Add(ref at, 3));
            s3a = Vector256.FusedMultiplyAdd(ba, v3, s3a);
            s3b = Vector256.FusedMultiplyAdd(bb, v3, s3b);
            Vector256<float> v4 = Vector256.Create(Unsafe.Add(ref at, 4));
            s4a = Vector256.FusedMultiplyAdd(ba, v4, s4a);
            s4b = Vector256.FusedMultiplyAdd(bb, v4, s4b);
            Vector256<float> v5 = Vector256.Create(Unsafe.Add(ref at, 5));
            s5a = Vector256.FusedMultiplyAdd(ba, v5, s5a);
            s5b = Vector256.FusedMultiplyAdd(bb, v5, s5b);
            WindowTile.Prefetch(ref ahead);
            ahead = ref Unsafe.AddByteOffset(ref ahead, aheadStep);
            w = ref Unsafe.Add(ref w, filterStep);
            offset = ref Unsafe.Add(ref offset, 1);
        }

        sums = ref tile.Sums;
        Store(s0a, s0b, s1a, s1b, ref sums);
        Store(s2a, s2b, s3a, s3b, ref Unsafe.Add(ref sums, 64));
        Store(s4a, s4b, s5a, s5b, ref Unsafe.Add(ref sums, 128));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(ref float source, nuint offset) => Vector256.LoadUnsafe(ref source, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> a, Vector256<float> b, Vector256<float> nextA, Vector256<float> nextB, ref float sums)
    {
        a.StoreUnsafe(ref sums);
        b.StoreUnsafe(ref sums, 8);
        nextA.StoreUnsafe(ref sums, 32);
        nextB.StoreUnsafe(ref sums, 40);
    }
}
