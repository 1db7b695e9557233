using System.Collections.Immutable;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary>A part of a derivation: terms taken in one after the other by a few lanes, which then become one word.</summary>
/// <param name="TermCount">How many terms.</param>
/// <param name="Initial">The lanes before the first term.</param>
/// <param name="Take">Takes in a term: its number, the results of earlier phases, the lanes.</param>
/// <param name="Finish">From the lanes after the last term to the phase's result.</param>
internal sealed record Phase(long TermCount, ImmutableArray<ulong> Initial, Phase.Taker Take, Func<ulong[], ulong> Finish)
{
    /// <summary>Takes in a term.</summary>
    public delegate void Taker(long term, ImmutableArray<ulong> results, ulong[] lanes);

    /// <summary>One lane of binary32.</summary>
    public static Phase Chain(long termCount, float initial, Func<long, ImmutableArray<ulong>, float, float> take) => new(
        termCount,
        [ElementBits.Of(initial)],
        (term, results, lanes) => lanes[0] = ElementBits.Of(take(term, results, ElementBits.Float(lanes[0]))),
        static lanes => lanes[0]);

    /// <summary>One lane of integers.</summary>
    public static Phase Chain(long termCount, long initial, Func<long, long, long> take) => new(
        termCount,
        [unchecked((ulong)initial)],
        (term, _, lanes) => lanes[0] = unchecked((ulong)take(term, (long)lanes[0])),
        static lanes => lanes[0]);

    /// <summary>A dot product: fma from +0, ascending (spec/exec-1, section 3).</summary>
    public static Phase Dot(long termCount, Func<long, float> left, Func<long, float> right) =>
        Chain(termCount, 0f, (term, _, sum) => MathF.FusedMultiplyAdd(left(term), right(term), sum));

    /// <summary>A row reduction: sixteen lanes, then a fold (spec/exec-1, section 3).</summary>
    public static Phase Row<TReducer>(TReducer reducer, long termCount, Func<long, ImmutableArray<ulong>, float> element)
        where TReducer : struct, IReducer => new(
            termCount,
            [.. Enumerable.Repeat(ElementBits.Of(reducer.Initial), 16)],
            (term, results, lanes) =>
            {
                ref ulong lane = ref lanes[term % 16];
                lane = ElementBits.Of(reducer.Take(ElementBits.Float(lane), element(term, results)));
            },
            lanes => ElementBits.Of(Fold(reducer, lanes, (int)termCount)));

    private static float Fold<TReducer>(TReducer reducer, ulong[] lanes, int count)
        where TReducer : struct, IReducer
    {
        float[] folded = Array.ConvertAll(lanes, ElementBits.Float);
        for (int width = 8; width > 0; width /= 2)
        {
            for (int lane = 0; lane < width; lane++)
                folded[lane] = reducer.Fold(folded[lane], folded[lane + width]);
        }

        return reducer.Finish(folded[0], count);
    }
}
