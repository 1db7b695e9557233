using System.Collections.Immutable;
using OpenGradient.Execution.Operators;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>
/// Joins steps of the integer profile: a product with constant weights, or a sum of two values, with what bounds it and brings it to another scale:
/// <c>Min</c> and <c>Max</c> with constants (both or neither), then <c>FixedScale</c>. Sums of 64 bits then need not go to memory.
/// </summary>
/// <remarks>The same numbers, on the terms of <see cref="StepFusion"/>: nobody else reads, traces or returns what lies between.</remarks>
internal sealed class FixedFusion
{
    private readonly ImmutableArray<BoundStep>.Builder _steps;
    private readonly ConstantTable _constants;
    private readonly Dictionary<int, int> _readers = []; // value that one step alone reads, as its first input, to the place of that step

    private FixedFusion(ImmutableArray<BoundStep>.Builder steps, ReadOnlySpan<int> readCounts, ConstantTable constants)
    {
        _steps = steps;
        _constants = constants;
        for (int place = 0; place < steps.Count; place++)
        {
            if (steps[place].Step.Inputs is [int first, ..] && first != Step.Absent && readCounts[first] == 1)
                _readers[first] = place;
        }
    }

    /// <summary>Gives the steps of each such chain their joined forms.</summary>
    public static void Apply(ImmutableArray<BoundStep>.Builder steps, ReadOnlySpan<int> readCounts, ConstantTable constants)
    {
        var fusion = new FixedFusion(steps, readCounts, constants);
        for (int place = 0; place < steps.Count; place++)
        {
            if (steps[place].Fused is null)
                fusion.Join(place);
        }
    }

    private void Join(int place)
    {
        FixedWeights? weights = (_steps[place].Operation as IExactSums)?.Weights;
        if (weights is null && _steps[place].Step.Operator is not ("Add" or "Sub" or "Min"))
            return;
        var chain = new FixedLinks(weights);
        var joined = new List<int>();
        int next = place;
        bool isTaken = _steps[place].Step.Operator != "Min" || chain.TryTake(_steps[place], _constants);
        while (isTaken && !chain.IsScaled && Reader(next) is { } reader && chain.TryTake(_steps[reader], _constants))
            joined.Add(next = reader);
        if (!isTaken || joined.Count == 0 || !chain.IsWhole || chain.Epilogue() is not { } epilogue)
            return;
        _steps[place] = _steps[place] with { Fused = Operation(_steps[place], epilogue) };
        foreach (int other in joined)
            _steps[other] = _steps[other] with { Fused = PassOperation.Instance };
    }

    /// <summary>The step that alone reads what the step at <paramref name="place"/> makes; null if it may not be joined.</summary>
    private int? Reader(int place) =>
        _steps[place].Step is { OutputCount: 1, IsTraced: false } && _readers.TryGetValue(_steps[place].FirstOutput, out int reader) ? reader : null;

    private static IOperation Operation(BoundStep head, FixedEpilogue epilogue) => head switch
    {
        { Operation: IExactSums sums } => sums.With(epilogue),
        { Step.Operator: "Add" } => new FixedChainOperation<WideFunctions.Add>(epilogue),
        { Step.Operator: "Sub" } => new FixedChainOperation<WideFunctions.Sub>(epilogue),
        _ => new FixedChainOperation<WideFunctions.Min>(epilogue), // the upper bound twice is the upper bound
    };
}
