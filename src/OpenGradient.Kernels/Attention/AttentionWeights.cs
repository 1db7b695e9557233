using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>The scores of one row of attention become weights: the step between the two products of <see cref="AttentionKernel"/>.</summary>
internal static class AttentionWeights
{
    /// <summary>Turns scores into exponentials; those of the last sixteen that lie before the first position or past the last become +0, which adds nothing.</summary>
    /// <param name="scores">From position 0 on, with room up to a multiple of 16.</param>
    /// <param name="first">The first position.</param>
    /// <param name="count">Past the last one.</param>
    /// <param name="cap">Scores become cap · tanh(score / cap) first; 0 for none.</param>
    /// <returns>The sum of the exponentials.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Weigh<TLanes>(Span<float> scores, int first, int count, float cap)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float score = ref MemoryMarshal.GetReference(scores);
        if (cap > 0f)
            Cap<TLanes>(scores, first, count, cap);
        TLanes greatest = Greatest<TLanes>(scores, first, count);
        TLanes sum = TLanes.Zero;
        for (int j = first & ~15; j < count; j += 16)
        {
            TLanes.Store(Exp.Of(TLanes.Load(in score, (nuint)j) - greatest), ref score, (nuint)j);
            FillOutside(scores, j, first, count, 0f);
            sum += TLanes.Load(in score, (nuint)j);
        }

        Span<float> lanes = stackalloc float[16];
        TLanes.Store(sum, ref MemoryMarshal.GetReference(lanes), 0);
        return LaneSum.Of(lanes);
    }

    /// <summary>The greatest score in every lane; -∞ if all are NaNs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TLanes Greatest<TLanes>(Span<float> scores, int first, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float score = ref MemoryMarshal.GetReference(scores);
        TLanes greatest = TLanes.Create(float.NegativeInfinity);
        for (int j = first & ~15; j < count; j += 16)
        {
            FillOutside(scores, j, first, count, float.NegativeInfinity);
            greatest = Greater(TLanes.Load(in score, (nuint)j), greatest);
        }

        greatest = Greater(TLanes.MoveDown(greatest, 8), greatest);
        greatest = Greater(TLanes.MoveDown(greatest, 4), greatest);
        greatest = Greater(TLanes.MoveDown(greatest, 2), greatest);
        greatest = Greater(TLanes.MoveDown(greatest, 1), greatest);
        Span<float> lanes = stackalloc float[16];
        TLanes.Store(greatest, ref MemoryMarshal.GetReference(lanes), 0);
        return TLanes.Create(lanes[0]);
    }

    /// <summary>The greater of two, <paramref name="known"/> if the other is a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Greater<TLanes>(TLanes other, TLanes known)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.SelectLess(known, other, other, known);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Cap<TLanes>(Span<float> scores, int first, int count, float cap)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float score = ref MemoryMarshal.GetReference(scores);
        TLanes limit = TLanes.Create(cap);
        for (int j = first & ~15; j < count; j += 16)
            TLanes.Store(Tanh.Of(TLanes.Load(in score, (nuint)j) / limit) * limit, ref score, (nuint)j);
    }

    /// <summary>Of sixteen scores from <paramref name="j"/> on, overwrites those that are not the row's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FillOutside(Span<float> scores, int j, int first, int count, float number)
    {
        if (j < first)
            scores[j..first].Fill(number);
        if (j + 16 > count)
            scores[count..(j + 16)].Fill(number);
    }
}
