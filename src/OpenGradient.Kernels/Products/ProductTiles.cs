// Unrolled by hand: accumulators live in registers only if each has its own name.
using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The inner loops of <see cref="ProductKernel"/>: s[r,o] = fma(x[r,k], w[k,o], s[r,o]), k ascending from 0, s from +0. They store the sums as they are.</summary>
internal static class ProductTiles
{
    /// <summary>1 row by 4 panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile1x4<TLanes>(ref readonly ProductTile tile)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes s0a = TLanes.Zero;
        TLanes s0b = TLanes.Zero;
        TLanes s0c = TLanes.Zero;
        TLanes s0d = TLanes.Zero;
        ref float x = ref tile.X;
        ref float w0 = ref tile.Panel;
        ref float w1 = ref Unsafe.Add(ref w0, tile.PanelStep);
        ref float w2 = ref Unsafe.Add(ref w1, tile.PanelStep);
        ref float w3 = ref Unsafe.Add(ref w2, tile.PanelStep);
        nuint xStep = tile.XStep;
        nuint depthStep = tile.DepthStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            TLanes b0 = TLanes.Load(ref w0, 0);
            TLanes b1 = TLanes.Load(ref w1, 0);
            TLanes b2 = TLanes.Load(ref w2, 0);
            TLanes b3 = TLanes.Load(ref w3, 0);
            TLanes v0 = TLanes.Create(x);
            s0a = TLanes.FusedMultiplyAdd(b0, v0, s0a);
            s0b = TLanes.FusedMultiplyAdd(b1, v0, s0b);
            s0c = TLanes.FusedMultiplyAdd(b2, v0, s0c);
            s0d = TLanes.FusedMultiplyAdd(b3, v0, s0d);
            x = ref Unsafe.Add(ref x, xStep);
            w0 = ref Unsafe.Add(ref w0, depthStep);
            w1 = ref Unsafe.Add(ref w1, depthStep);
            w2 = ref Unsafe.Add(ref w2, depthStep);
            w3 = ref Unsafe.Add(ref w3, depthStep);
        }

        ref float y = ref tile.Y;
        TLanes.Store(s0a, ref y, 0);
        TLanes.Store(s0b, ref y, 16);
        TLanes.Store(s0c, ref y, 32);
        TLanes.Store(s0d, ref y, 48);
    }

    /// <summary>1 row by 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile1x1<TLanes>(ref readonly ProductTile tile)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes s0a = TLanes.Zero;
        ref float x = ref tile.X;
        ref float w0 = ref tile.Panel;
        nuint xStep = tile.XStep;
        nuint depthStep = tile.DepthStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            s0a = TLanes.FusedMultiplyAdd(TLanes.Create(x), TLanes.Load(ref w0, 0), s0a);
            x = ref Unsafe.Add(ref x, xStep);
            w0 = ref Unsafe.Add(ref w0, depthStep);
        }

        ref float y = ref tile.Y;
        TLanes.Store(s0a, ref y, 0);
    }

    /// <summary>2 rows by 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile2x1<TLanes>(ref readonly ProductTile tile)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes s0a = TLanes.Zero;
        TLanes s1a = TLanes.Zero;
        ref float x = ref tile.X;
        ref float w0 = ref tile.Panel;
        nuint xStep = tile.XStep;
        nuint depthStep = tile.DepthStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            TLanes b0 = TLanes.Load(ref w0, 0);
            TLanes v0 = TLanes.Create(x);
            s0a = TLanes.FusedMultiplyAdd(b0, v0, s0a);
            TLanes v1 = TLanes.Create(Unsafe.Add(ref x, 1));
            s1a = TLanes.FusedMultiplyAdd(b0, v1, s1a);
            x = ref Unsafe.Add(ref x, xStep);
            w0 = ref Unsafe.Add(ref w0, depthStep);
        }

        ref float y = ref tile.Y;
        TLanes.Store(s0a, ref y, 0);
        y = ref Unsafe.Add(ref y, tile.YStep);
        TLanes.Store(s1a, ref y, 0);
    }
}
