using OpenGradient.Execution.Operators;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>The links of a chain that <see cref="FixedFusion"/> has found so far: a bias (of products only), an upper and a lower bound, a scale.</summary>
/// <param name="weights">What the products are made with; null for the elements of a sum or value, which all share one number.</param>
internal sealed class FixedLinks(FixedWeights? weights)
{
    private long[]? _bias;
    private long[]? _high;
    private long[]? _low;
    private FixedScaleConstants? _scale;

    /// <summary>Whether the chain has its last link.</summary>
    public bool IsScaled => _scale is not null;

    /// <summary>Whether it can end here: an upper bound has its lower one.</summary>
    public bool IsWhole => _high is null == _low is null;

    /// <summary>Takes the next step; false if it does not belong.</summary>
    public bool TryTake(BoundStep step, ConstantTable constants)
    {
        switch (step.Step.Operator)
        {
            case "Add" when weights is not null && _bias is null && _high is null:
                return (_bias = Numbers(step, constants)) is not null;
            case "Min" when _high is null:
                return (_high = Numbers(step, constants)) is not null;
            case "Max" when _high is not null && _low is null:
                return (_low = Numbers(step, constants)) is not null;
            case "FixedScale" when IsWhole && step.Operation is FixedScaleOperation { Constants: { } scale } operation && Fits(operation, scale):
                _scale = scale;
                return true;
            default:
                return false;
        }
    }

    /// <summary>What the links come to; null if it cannot be shown that nothing leaves its type.</summary>
    public FixedEpilogue? Epilogue()
    {
        var stages = new FixedStage[weights?.OutputCount ?? 1];
        for (int output = 0; output < stages.Length; output++)
            stages[output] = new FixedStage(Of(_bias, output, 0), Of(_high, output, long.MaxValue), Of(_low, output, long.MinValue), Of(_scale?.Multipliers, output, 1));
        if (weights is not null)
            return weights.Epilogue(stages, _scale?.Shift ?? 0, _scale?.Table);

        // Without a bias nothing is added: a value of any size meets its bounds first.
        return _high is null ? null : FixedEpilogue.TryCreate(stages, [AnyMagnitude], _scale?.Shift ?? 0, _scale?.Table);
    }

    /// <summary>One multiplier for all, or one for each output along the axis of the outputs.</summary>
    private bool Fits(FixedScaleOperation operation, FixedScaleConstants scale) =>
        scale.Multipliers.Length == 1
        || (weights is not null && scale.Multipliers.Length == weights.OutputCount && (operation.Axis == weights.OutputAxis || (operation.Axis == 1 && weights.Shape.Length > 2)));

    /// <summary>The constant operand: a number, or one for each output; null if it is something else.</summary>
    private long[]? Numbers(BoundStep step, ConstantTable constants)
    {
        if (step.Step.Inputs is not [_, int operand] || !constants.TryFind(operand, out int constant) || constants.Resident(constant) is not { Type: ElementType.Int64 } numbers)
            return null;
        bool isOne = numbers.Rank == 0;
        bool isEach = weights is not null && numbers.Rank == -weights.OutputAxis && numbers.Shape[0] == weights.OutputCount && numbers.ElementCount == weights.OutputCount;
        return isOne || isEach ? numbers.Longs.ToArray() : null;
    }

    private static long Of(long[]? numbers, int output, long otherwise) => numbers is null ? otherwise : numbers[numbers.Length == 1 ? 0 : output];

    private static readonly Int128 AnyMagnitude = ((Int128)1 << 62) - 1;
}
