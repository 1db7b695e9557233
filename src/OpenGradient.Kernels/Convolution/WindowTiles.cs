using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The tile for any lanes: s[p,o] = fma(w[k,o], x[offset[k] + p], s[p,o]), k ascending, stored as they are.</summary>
internal static class WindowTiles
{
    /// <summary>2 windows by 16 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile2x16<TLanes>(ref readonly WindowTile tile)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes s0 = TLanes.Load(ref tile.Start, 0);
        TLanes s1 = TLanes.Load(ref tile.Start, tile.StartStep);
        ref float x = ref tile.X;
        ref int offset = ref tile.Offsets;
        ref float w = ref tile.Filters;
        nuint filterStep = tile.FilterStep;
        for (nuint k = tile.Depth; k != 0; k--)
        {
            TLanes b = TLanes.Load(ref w, 0);
            ref float at = ref Unsafe.Add(ref x, offset);
            s0 = TLanes.FusedMultiplyAdd(b, TLanes.Create(at), s0);
            s1 = TLanes.FusedMultiplyAdd(b, TLanes.Create(Unsafe.Add(ref at, 1)), s1);
            w = ref Unsafe.Add(ref w, filterStep);
            offset = ref Unsafe.Add(ref offset, 1);
        }

        TLanes.Store(s0, ref tile.Sums, 0);
        TLanes.Store(s1, ref tile.Sums, FilterStrips.Width);
    }
}
