using OpenGradient.Execution.Operators;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter.Fusion;

/// <summary>The links of a chain after a product, or after a change of scale, that <see cref="FixedFusion"/> has found so far: a bias, an upper and a lower bound, scales.</summary>
/// <param name="sums">The product; null if there is none.</param>
/// <param name="first">The change of scale at the head of the chain, with a table of i16; null if there is none.</param>
internal sealed class FixedLinks(IExactSums? sums, FixedScaleOperation? first)
{
    private readonly FixedWeights? _weights = sums?.Weights;
    private long[]? _bias;
    private long[]? _high;
    private long[]? _low;
    private FixedScaleConstants? _scale = first?.Constants;

    /// <summary>Whether the last link made 64-bit integers of what a table holds; the chain cannot end there.</summary>
    public bool IsWidened { get; private set; }

    /// <summary>Whether it can end here: an upper bound has its lower one.</summary>
    public bool IsWhole => _high is null == _low is null;

    /// <summary>Takes the next step; false if it does not belong.</summary>
    public bool TryTake(BoundStep step, ConstantTable constants)
    {
        switch (step.Step.Operator)
        {
            case "Add" when _weights is not null && _bias is null && _high is null && _scale is null:
                return (_bias = Numbers(step, constants)) is not null;
            case "Min" when _weights is not null && _high is null && _scale is null:
                return (_high = Numbers(step, constants)) is not null;
            case "Max" when _high is not null && _low is null:
                return (_low = Numbers(step, constants)) is not null;
            case "Cast" when _scale?.Table is not null && !IsWidened:
                return IsWidened = step.Operation is CastOperation { Target: ElementType.Int64 };
            case "FixedScale" when IsWhole && step.Operation is FixedScaleOperation { Constants: { } scale } operation:
                return TryScale(operation, scale);
            default:
                return false;
        }
    }

    /// <summary>What the links come to; null if it cannot be shown that nothing leaves its type.</summary>
    public IOperation? Operation()
    {
        if (sums is null)
            return _scale is null ? null : first!.With(_scale);
        var stages = new FixedStage[_weights!.OutputCount];
        for (int output = 0; output < stages.Length; output++)
            stages[output] = new FixedStage(Of(_bias, output, 0), Of(_high, output, long.MaxValue), Of(_low, output, long.MinValue), Of(_scale?.Multipliers, output, 1));
        return _weights.Epilogue(stages, _scale?.Shift ?? 0, _scale?.Table) is { } epilogue ? sums.With(epilogue) : null;
    }

    private bool TryScale(FixedScaleOperation operation, FixedScaleConstants scale)
    {
        FixedScaleConstants? all = _scale is null ? Fits(operation, scale) ? scale : null : IsWidened ? _scale.Then(scale) : null;
        IsWidened = IsWidened && all is null;
        _scale = all ?? _scale;
        return all is not null;
    }

    /// <summary>One multiplier for all, or one for each output along the axis of the outputs.</summary>
    private bool Fits(FixedScaleOperation operation, FixedScaleConstants scale) =>
        scale.Multipliers.Length == 1
        || (_weights is not null && scale.Multipliers.Length == _weights.OutputCount && (operation.Axis == _weights.OutputAxis || (operation.Axis == 1 && _weights.Shape.Length > 2)));

    /// <summary>The constant operand: a number, or one for each output; null if it is something else.</summary>
    private long[]? Numbers(BoundStep step, ConstantTable constants)
    {
        if (step.Step.Inputs is not [_, int operand] || !constants.TryFind(operand, out int constant) || constants.Resident(constant) is not { Type: ElementType.Int64 } numbers)
            return null;
        bool isOne = numbers.Rank == 0;
        bool isEach = _weights is not null && numbers.Rank == -_weights.OutputAxis && numbers.Shape[0] == _weights.OutputCount && numbers.ElementCount == _weights.OutputCount;
        return isOne || isEach ? numbers.Longs.ToArray() : null;
    }

    private static long Of(long[]? numbers, int output, long otherwise) => numbers is null ? otherwise : numbers[numbers.Length == 1 ? 0 : output];
}
