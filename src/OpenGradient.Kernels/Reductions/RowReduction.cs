using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>One row reduced to one number.</summary>
/// <remarks>
/// Order: lane j takes x[j], x[j + 16], x[j + 32], … ascending; then lane j is folded with lane j + 8 for j below 8, with j + 4 for j
/// below 4, with j + 2 for j below 2, and lane 0 with lane 1. A NaN may come out in any form.
/// </remarks>
internal static class RowReduction
{
    /// <summary>The definition.</summary>
    public static float Scalar<TReducer>(TReducer reducer, ReadOnlySpan<float> row)
        where TReducer : struct, IReducer
    {
        Span<float> lanes = stackalloc float[16];
        lanes.Fill(reducer.Initial);
        for (int i = 0; i < row.Length; i++)
            lanes[i & 15] = reducer.Take(lanes[i & 15], row[i]);
        return reducer.Finish(Fold(reducer, lanes), row.Length);
    }

    /// <summary>The same over lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Lanes<TReducer, TLanes>(TReducer reducer, ReadOnlySpan<float> row)
        where TReducer : struct, IReducer
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float x = ref MemoryMarshal.GetReference(row);
        TLanes accumulator = TLanes.Create(reducer.Initial);
        nuint whole = (nuint)(row.Length & ~15);
        for (nuint i = 0; i < whole; i += 16)
            accumulator = reducer.Take(accumulator, TLanes.Load(ref x, i));
        Span<float> buffer = stackalloc float[16];
        ref float lanes = ref MemoryMarshal.GetReference(buffer);
        int rest = row.Length & 15;
        if (rest != 0)
        {
            buffer.Fill(reducer.Initial);
            row[^rest..].CopyTo(buffer);
            accumulator = reducer.Take(accumulator, TLanes.Load(ref lanes, 0));
        }

        TLanes.Store(Fold(reducer, accumulator), ref lanes, 0);
        return reducer.Finish(buffer[0], row.Length);
    }

    /// <summary>In registers: four steps instead of fifteen, and rows do not wait for one another. The result is in lane 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Fold<TReducer, TLanes>(TReducer reducer, TLanes lanes)
        where TReducer : struct, IReducer
        where TLanes : unmanaged, ILanes<TLanes>
    {
        lanes = reducer.Fold(lanes, TLanes.MoveDown(lanes, 8));
        lanes = reducer.Fold(lanes, TLanes.MoveDown(lanes, 4));
        lanes = reducer.Fold(lanes, TLanes.MoveDown(lanes, 2));
        return reducer.Fold(lanes, TLanes.MoveDown(lanes, 1));
    }

    private static float Fold<TReducer>(TReducer reducer, Span<float> lanes)
        where TReducer : struct, IReducer
    {
        for (int width = 8; width > 0; width /= 2)
        {
            for (int lane = 0; lane < width; lane++)
                lanes[lane] = reducer.Fold(lanes[lane], lanes[lane + width]);
        }

        return lanes[0];
    }
}
