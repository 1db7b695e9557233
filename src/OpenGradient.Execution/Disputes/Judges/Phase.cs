using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>A part of a derivation: terms taken in one after the other by a few lanes, which then become words.</summary>
/// <param name="TermCount">How many terms.</param>
/// <param name="Initial">The lanes before the first term.</param>
/// <param name="Take">Takes in a term: its number, the results of earlier phases, the lanes.</param>
/// <param name="Finish">From the lanes after the last term to the phase's result.</param>
internal sealed record Phase(long TermCount, ImmutableArray<ulong> Initial, Phase.Taker Take, Phase.Finisher Finish)
{
    /// <summary>Takes in a term.</summary>
    public delegate void Taker(long term, ImmutableArray<ulong> results, ulong[] lanes);

    /// <summary>From the results of earlier phases and the lanes to a result.</summary>
    public delegate ulong Finisher(ImmutableArray<ulong> results, ulong[] lanes);

    /// <summary>Lanes that end without regard to earlier phases.</summary>
    public Phase(long termCount, ImmutableArray<ulong> initial, Taker take, Func<ulong[], ulong> finish)
        : this(termCount, initial, take, (_, lanes) => finish(lanes))
    {
    }

    /// <summary>Whether lanes are such that no further term changes them, if that can be said.</summary>
    public Func<ulong[], bool>? IsSettled { get; init; }

    /// <summary>One lane.</summary>
    public static Phase Words(long termCount, ulong initial, Func<long, ImmutableArray<ulong>, ulong, ulong> take) => new(
        termCount,
        [initial],
        (term, results, lanes) => lanes[0] = take(term, results, lanes[0]),
        static lanes => lanes[0]);

    /// <summary>One lane of binary32.</summary>
    public static Phase Chain(long termCount, float initial, Func<long, ImmutableArray<ulong>, float, float> take) =>
        Words(termCount, ElementBits.Of(initial), (term, results, lane) => ElementBits.Of(take(term, results, ElementBits.Float(lane))));

    /// <summary>One lane of whole numbers.</summary>
    public static Phase Chain(long termCount, long initial, Func<long, long, long> take) =>
        Words(termCount, unchecked((ulong)initial), (term, _, lane) => unchecked((ulong)take(term, (long)lane)));

    /// <summary>A dot product: fma from +0, ascending (spec/exec-1, section 3).</summary>
    public static Phase Dot(long termCount, Func<long, float> left, Func<long, float> right) =>
        Chain(termCount, 0f, (term, _, sum) => MathF.FusedMultiplyAdd(left(term), right(term), sum));

    /// <summary>A row reduction of binary32: sixteen lanes, then a fold (spec/exec-1, section 3).</summary>
    public static Phase Row<TReducer>(TReducer reducer, long termCount, Func<long, ImmutableArray<ulong>, float> element)
        where TReducer : struct, Kernels.IReducer => new(
            termCount,
            [.. Enumerable.Repeat(ElementBits.Of(reducer.Initial), 16)],
            (term, results, lanes) =>
            {
                ref ulong lane = ref lanes[term % 16];
                lane = ElementBits.Of(reducer.Take(ElementBits.Float(lane), element(term, results)));
            },
            lanes => ElementBits.Of(Fold(reducer, lanes, (int)termCount)));

    private static float Fold<TReducer>(TReducer reducer, ulong[] lanes, int count)
        where TReducer : struct, Kernels.IReducer
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
