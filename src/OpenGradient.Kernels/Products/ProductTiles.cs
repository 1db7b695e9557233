// Unrolled by hand: accumulators live in registers only if each has its own name.
using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The inner loops of <see cref="ProductKernel"/>: a[r,o] = fma(x[r,k], w[k,o], a[r,o]), k ascending from 0, a from +0.</summary>
internal static class ProductTiles
{
    /// <summary>8 rows by 2 panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile8x2<TLanes>(ref readonly ProductTile tile)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        nuint depth = tile.Depth;
        nuint depthStep = tile.DepthStep;
        ref float x0 = ref tile.X;
        ref float x1 = ref Unsafe.Add(ref x0, tile.XStep);
        ref float x2 = ref Unsafe.Add(ref x1, tile.XStep);
        ref float x3 = ref Unsafe.Add(ref x2, tile.XStep);
        ref float x4 = ref Unsafe.Add(ref x3, tile.XStep);
        ref float x5 = ref Unsafe.Add(ref x4, tile.XStep);
        ref float x6 = ref Unsafe.Add(ref x5, tile.XStep);
        ref float x7 = ref Unsafe.Add(ref x6, tile.XStep);
        ref float w0 = ref tile.Panel;
        ref float w1 = ref Unsafe.Add(ref w0, tile.PanelStep);
        TLanes a00 = TLanes.Zero;
        TLanes a01 = TLanes.Zero;
        TLanes a10 = TLanes.Zero;
        TLanes a11 = TLanes.Zero;
        TLanes a20 = TLanes.Zero;
        TLanes a21 = TLanes.Zero;
        TLanes a30 = TLanes.Zero;
        TLanes a31 = TLanes.Zero;
        TLanes a40 = TLanes.Zero;
        TLanes a41 = TLanes.Zero;
        TLanes a50 = TLanes.Zero;
        TLanes a51 = TLanes.Zero;
        TLanes a60 = TLanes.Zero;
        TLanes a61 = TLanes.Zero;
        TLanes a70 = TLanes.Zero;
        TLanes a71 = TLanes.Zero;
        nuint w = 0;
        for (nuint k = 0; k < depth; k++)
        {
            TLanes b0 = TLanes.Load(ref w0, w);
            TLanes b1 = TLanes.Load(ref w1, w);
            TLanes v0 = TLanes.Create(Unsafe.Add(ref x0, k));
            a00 = TLanes.FusedMultiplyAdd(v0, b0, a00);
            a01 = TLanes.FusedMultiplyAdd(v0, b1, a01);
            TLanes v1 = TLanes.Create(Unsafe.Add(ref x1, k));
            a10 = TLanes.FusedMultiplyAdd(v1, b0, a10);
            a11 = TLanes.FusedMultiplyAdd(v1, b1, a11);
            TLanes v2 = TLanes.Create(Unsafe.Add(ref x2, k));
            a20 = TLanes.FusedMultiplyAdd(v2, b0, a20);
            a21 = TLanes.FusedMultiplyAdd(v2, b1, a21);
            TLanes v3 = TLanes.Create(Unsafe.Add(ref x3, k));
            a30 = TLanes.FusedMultiplyAdd(v3, b0, a30);
            a31 = TLanes.FusedMultiplyAdd(v3, b1, a31);
            TLanes v4 = TLanes.Create(Unsafe.Add(ref x4, k));
            a40 = TLanes.FusedMultiplyAdd(v4, b0, a40);
            a41 = TLanes.FusedMultiplyAdd(v4, b1, a41);
            TLanes v5 = TLanes.Create(Unsafe.Add(ref x5, k));
            a50 = TLanes.FusedMultiplyAdd(v5, b0, a50);
            a51 = TLanes.FusedMultiplyAdd(v5, b1, a51);
            TLanes v6 = TLanes.Create(Unsafe.Add(ref x6, k));
            a60 = TLanes.FusedMultiplyAdd(v6, b0, a60);
            a61 = TLanes.FusedMultiplyAdd(v6, b1, a61);
            TLanes v7 = TLanes.Create(Unsafe.Add(ref x7, k));
            a70 = TLanes.FusedMultiplyAdd(v7, b0, a70);
            a71 = TLanes.FusedMultiplyAdd(v7, b1, a71);
            w += depthStep;
        }

        tile.Finish(0, 0, a00);
        tile.Finish(0, 1, a01);
        tile.Finish(1, 0, a10);
        tile.Finish(1, 1, a11);
        tile.Finish(2, 0, a20);
        tile.Finish(2, 1, a21);
        tile.Finish(3, 0, a30);
        tile.Finish(3, 1, a31);
        tile.Finish(4, 0, a40);
        tile.Finish(4, 1, a41);
        tile.Finish(5, 0, a50);
        tile.Finish(5, 1, a51);
        tile.Finish(6, 0, a60);
        tile.Finish(6, 1, a61);
        tile.Finish(7, 0, a70);
        tile.Finish(7, 1, a71);
    }

    /// <summary>4 rows by 2 panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4x2<TLanes>(ref readonly ProductTile tile)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        nuint depth = tile.Depth;
        nuint depthStep = tile.DepthStep;
        ref float x0 = ref tile.X;
        ref float x1 = ref Unsafe.Add(ref x0, tile.XStep);
        ref float x2 = ref Unsafe.Add(ref x1, tile.XStep);
        ref float x3 = ref Unsafe.Add(ref x2, tile.XStep);
        ref float w0 = ref tile.Panel;
        ref float w1 = ref Unsafe.Add(ref w0, tile.PanelStep);
        TLanes a00 = TLanes.Zero;
        TLanes a01 = TLanes.Zero;
        TLanes a10 = TLanes.Zero;
        TLanes a11 = TLanes.Zero;
        TLanes a20 = TLanes.Zero;
        TLanes a21 = TLanes.Zero;
        TLanes a30 = TLanes.Zero;
        TLanes a31 = TLanes.Zero;
        nuint w = 0;
        for (nuint k = 0; k < depth; k++)
        {
            TLanes b0 = TLanes.Load(ref w0, w);
            TLanes b1 = TLanes.Load(ref w1, w);
            TLanes v0 = TLanes.Create(Unsafe.Add(ref x0, k));
            a00 = TLanes.FusedMultiplyAdd(v0, b0, a00);
            a01 = TLanes.FusedMultiplyAdd(v0, b1, a01);
            TLanes v1 = TLanes.Create(Unsafe.Add(ref x1, k));
            a10 = TLanes.FusedMultiplyAdd(v1, b0, a10);
            a11 = TLanes.FusedMultiplyAdd(v1, b1, a11);
            TLanes v2 = TLanes.Create(Unsafe.Add(ref x2, k));
            a20 = TLanes.FusedMultiplyAdd(v2, b0, a20);
            a21 = TLanes.FusedMultiplyAdd(v2, b1, a21);
            TLanes v3 = TLanes.Create(Unsafe.Add(ref x3, k));
            a30 = TLanes.FusedMultiplyAdd(v3, b0, a30);
            a31 = TLanes.FusedMultiplyAdd(v3, b1, a31);
            w += depthStep;
        }

        tile.Finish(0, 0, a00);
        tile.Finish(0, 1, a01);
        tile.Finish(1, 0, a10);
        tile.Finish(1, 1, a11);
        tile.Finish(2, 0, a20);
        tile.Finish(2, 1, a21);
        tile.Finish(3, 0, a30);
        tile.Finish(3, 1, a31);
    }

    /// <summary>6 rows by 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile6x1<TLanes>(ref readonly ProductTile tile)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        nuint depth = tile.Depth;
        nuint depthStep = tile.DepthStep;
        ref float x0 = ref tile.X;
        ref float x1 = ref Unsafe.Add(ref x0, tile.XStep);
        ref float x2 = ref Unsafe.Add(ref x1, tile.XStep);
        ref float x3 = ref Unsafe.Add(ref x2, tile.XStep);
        ref float x4 = ref Unsafe.Add(ref x3, tile.XStep);
        ref float x5 = ref Unsafe.Add(ref x4, tile.XStep);
        ref float w0 = ref tile.Panel;
        TLanes a00 = TLanes.Zero;
        TLanes a10 = TLanes.Zero;
        TLanes a20 = TLanes.Zero;
        TLanes a30 = TLanes.Zero;
        TLanes a40 = TLanes.Zero;
        TLanes a50 = TLanes.Zero;
        nuint w = 0;
        for (nuint k = 0; k < depth; k++)
        {
            TLanes b0 = TLanes.Load(ref w0, w);
            TLanes v0 = TLanes.Create(Unsafe.Add(ref x0, k));
            a00 = TLanes.FusedMultiplyAdd(v0, b0, a00);
            TLanes v1 = TLanes.Create(Unsafe.Add(ref x1, k));
            a10 = TLanes.FusedMultiplyAdd(v1, b0, a10);
            TLanes v2 = TLanes.Create(Unsafe.Add(ref x2, k));
            a20 = TLanes.FusedMultiplyAdd(v2, b0, a20);
            TLanes v3 = TLanes.Create(Unsafe.Add(ref x3, k));
            a30 = TLanes.FusedMultiplyAdd(v3, b0, a30);
            TLanes v4 = TLanes.Create(Unsafe.Add(ref x4, k));
            a40 = TLanes.FusedMultiplyAdd(v4, b0, a40);
            TLanes v5 = TLanes.Create(Unsafe.Add(ref x5, k));
            a50 = TLanes.FusedMultiplyAdd(v5, b0, a50);
            w += depthStep;
        }

        tile.Finish(0, 0, a00);
        tile.Finish(1, 0, a10);
        tile.Finish(2, 0, a20);
        tile.Finish(3, 0, a30);
        tile.Finish(4, 0, a40);
        tile.Finish(5, 0, a50);
    }

    /// <summary>3 rows by 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile3x1<TLanes>(ref readonly ProductTile tile)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        nuint depth = tile.Depth;
        nuint depthStep = tile.DepthStep;
        ref float x0 = ref tile.X;
        ref float x1 = ref Unsafe.Add(ref x0, tile.XStep);
        ref float x2 = ref Unsafe.Add(ref x1, tile.XStep);
        ref float w0 = ref tile.Panel;
        TLanes a00 = TLanes.Zero;
        TLanes a10 = TLanes.Zero;
        TLanes a20 = TLanes.Zero;
        nuint w = 0;
        for (nuint k = 0; k < depth; k++)
        {
            TLanes b0 = TLanes.Load(ref w0, w);
            TLanes v0 = TLanes.Create(Unsafe.Add(ref x0, k));
            a00 = TLanes.FusedMultiplyAdd(v0, b0, a00);
            TLanes v1 = TLanes.Create(Unsafe.Add(ref x1, k));
            a10 = TLanes.FusedMultiplyAdd(v1, b0, a10);
            TLanes v2 = TLanes.Create(Unsafe.Add(ref x2, k));
            a20 = TLanes.FusedMultiplyAdd(v2, b0, a20);
            w += depthStep;
        }

        tile.Finish(0, 0, a00);
        tile.Finish(1, 0, a10);
        tile.Finish(2, 0, a20);
    }

    /// <summary>1 row by 4 panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile1x4<TLanes>(ref readonly ProductTile tile)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        nuint depth = tile.Depth;
        nuint depthStep = tile.DepthStep;
        ref float x0 = ref tile.X;
        ref float w0 = ref tile.Panel;
        ref float w1 = ref Unsafe.Add(ref w0, tile.PanelStep);
        ref float w2 = ref Unsafe.Add(ref w1, tile.PanelStep);
        ref float w3 = ref Unsafe.Add(ref w2, tile.PanelStep);
        TLanes a00 = TLanes.Zero;
        TLanes a01 = TLanes.Zero;
        TLanes a02 = TLanes.Zero;
        TLanes a03 = TLanes.Zero;
        nuint w = 0;
        for (nuint k = 0; k < depth; k++)
        {
            TLanes b0 = TLanes.Load(ref w0, w);
            TLanes b1 = TLanes.Load(ref w1, w);
            TLanes b2 = TLanes.Load(ref w2, w);
            TLanes b3 = TLanes.Load(ref w3, w);
            TLanes v0 = TLanes.Create(Unsafe.Add(ref x0, k));
            a00 = TLanes.FusedMultiplyAdd(v0, b0, a00);
            a01 = TLanes.FusedMultiplyAdd(v0, b1, a01);
            a02 = TLanes.FusedMultiplyAdd(v0, b2, a02);
            a03 = TLanes.FusedMultiplyAdd(v0, b3, a03);
            w += depthStep;
        }

        tile.Finish(0, 0, a00);
        tile.Finish(0, 1, a01);
        tile.Finish(0, 2, a02);
        tile.Finish(0, 3, a03);
    }

    /// <summary>1 row by 1 panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile1x1<TLanes>(ref readonly ProductTile tile)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        nuint depth = tile.Depth;
        nuint depthStep = tile.DepthStep;
        ref float x0 = ref tile.X;
        ref float w0 = ref tile.Panel;
        TLanes a00 = TLanes.Zero;
        nuint w = 0;
        for (nuint k = 0; k < depth; k++)
        {
            TLanes b0 = TLanes.Load(ref w0, w);
            TLanes v0 = TLanes.Create(Unsafe.Add(ref x0, k));
            a00 = TLanes.FusedMultiplyAdd(v0, b0, a00);
            w += depthStep;
        }

        tile.Finish(0, 0, a00);
    }
}
