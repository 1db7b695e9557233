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
        Vector256<float> s0a = default, s0b = default, s1a = default, s1b = default;
        Vector256<float> s2a = default, s2b = default, s3a = default, s3b = default;
        Vector256<float> s4a = default, s4b = default, s5a = default, s5b = default;
        ref float x = ref tile.X;
        ref int offset = ref tile.Offsets;
        ref float w = ref tile.Filters;
        nuint filterStep = tile.FilterStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            Vector256<float> ba = Vector256.LoadUnsafe(ref w);
            Vector256<float> bb = Vector256.LoadUnsafe(ref w, 8);
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
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> a, Vector256<float> b, ref float sums)
    {
        a.StoreUnsafe(ref sums);
        b.StoreUnsafe(ref sums, 8);
    }
}
