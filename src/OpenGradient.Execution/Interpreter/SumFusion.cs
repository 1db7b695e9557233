using System.Collections.Immutable;
using OpenGradient.Execution.Operators;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>
/// Joins a product of the integer profile with what brings its sums back to 16 bits: bounds (<c>Min</c>, then <c>Max</c>, with constants; both or
/// neither) and <c>FixedScale</c>. Sums of 64 bits then never reach memory. The same numbers, on the terms of <see cref="StepFusion"/>.
/// </summary>
internal static class SumFusion
{
    /// <summary>Gives the steps of each such chain their joined forms.</summary>
    public static void Apply(ImmutableArray<BoundStep>.Builder steps, ReadOnlySpan<int> readCounts, ConstantTable constants)
    {
        for (int place = 0; place < steps.Count; place++)
        {
            if (steps[place].Operation is not IExactSums sums)
                continue;
            ImmutableArray<int> chain = Chain(steps, place, readCounts);
            if (chain.IsEmpty || Join(sums, [.. chain.Select(next => steps[next])], constants) is not { } joined)
                continue;
            steps[place] = steps[place] with { Fused = joined };
            foreach (int next in chain)
                steps[next] = steps[next] with { Fused = PassOperation.Instance };
        }
    }

    /// <summary>The steps after the product, up to a scaling; empty if there is none in reach.</summary>
    private static ImmutableArray<int> Chain(ImmutableArray<BoundStep>.Builder steps, int place, ReadOnlySpan<int> readCounts)
    {
        var chain = ImmutableArray.CreateBuilder<int>();
        for (int next = place + 1; next < steps.Count && chain.Count < LongestChain; next++)
        {
            BoundStep maker = steps[place];
            if (maker.Step is not { OutputCount: 1, IsTraced: false } || readCounts[maker.FirstOutput] != 1)
                return [];
            if (steps[next].Step.Inputs is not [int first, ..] || first != maker.FirstOutput)
                continue;
            chain.Add(next);
            if (steps[next].Operation is FixedScaleOperation)
                return chain.ToImmutable();
            place = next;
        }

        return [];
    }

    private static IOperation? Join(IExactSums sums, ImmutableArray<BoundStep> chain, ConstantTable constants)
    {
        var scale = (FixedScaleOperation)chain[^1].Operation;
        FixedWeights weights = sums.Weights;
        long[]? high = [long.MaxValue];
        long[]? low = [long.MinValue];
        if (chain.Length > 1)
        {
            if (chain is not [{ Step.Operator: "Min" }, { Step.Operator: "Max" }, _])
                return null;
            high = Bounds(chain[0], weights, constants);
            low = Bounds(chain[1], weights, constants);
        }

        if (high is null || low is null || scale.Constants is not { } scaling || !Fits(scale, scaling, weights))
            return null;
        var stages = new FixedStage[weights.OutputCount];
        for (int output = 0; output < stages.Length; output++)
            stages[output] = new FixedStage(0, Of(high, output), Of(low, output), Of(scaling.Multipliers, output));
        return weights.Epilogue(stages, scaling.Shift, scaling.Table) is { } epilogue ? sums.With(epilogue) : null;
    }

    /// <summary>One multiplier for all, or one for each output.</summary>
    private static bool Fits(FixedScaleOperation scale, FixedScaleConstants scaling, FixedWeights weights) =>
        scaling.Multipliers.Length == 1 || (scaling.Multipliers.Length == weights.OutputCount && (scale.Axis == weights.OutputAxis || (scale.Axis == 1 && weights.Shape.Length > 2)));

    /// <summary>The constant of a bound: a number, or one for each output; null if it is something else.</summary>
    private static long[]? Bounds(BoundStep step, FixedWeights weights, ConstantTable constants)
    {
        if (!constants.TryFind(step.Step.Inputs[1], out int constant) || constants.Resident(constant) is not { Type: ElementType.Int64 } bound)
            return null;
        bool isOne = bound.ElementCount == 1 && bound.Rank <= -weights.OutputAxis;
        bool isEach = bound.Rank == -weights.OutputAxis && bound.Shape[0] == weights.OutputCount && bound.ElementCount == weights.OutputCount;
        return isOne || isEach ? bound.Longs.ToArray() : null;
    }

    private static long Of(long[] numbers, int output) => numbers[numbers.Length == 1 ? 0 : output];

    private const int LongestChain = 3;
}
