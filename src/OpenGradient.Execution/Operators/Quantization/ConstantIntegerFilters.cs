using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Weights of an integer convolution that are a constant of the Program: as they are, and laid out.</summary>
internal sealed class ConstantIntegerFilters
{
    private readonly int[] _zeros;

    private ConstantIntegerFilters(Value value, int[] zeros)
    {
        Value = value;
        _zeros = zeros;
        int tapCount = Interpreter.Shapes.ElementCount(value.Shape, 2, value.Rank);
        Packed = PackedIntegerFilters.Create(Operand, value.Shape[0], value.Shape[1], tapCount);
    }

    /// <summary>The weights [outputs, channels, …].</summary>
    public Value Value { get; }

    /// <summary>The weights with their zero points.</summary>
    public IntegerOperand Operand => new(Value.Bytes, Value.Type == ElementType.Int8, _zeros);

    /// <summary>The weights, laid out.</summary>
    public PackedIntegerFilters Packed { get; }

    /// <summary>Takes the weights and their zero points; null, and nothing is taken, if they are no constants or do not fit each other.</summary>
    public static ConstantIntegerFilters? TryTake(StepBinding binding)
    {
        if (binding.DescribeConstant(1) is not { Encoding: "u8" or "i8", Shape.Length: 3 or 4 } weights || weights.Shape.Contains(0) || !HasFittingZeros(binding, weights))
            return null;
        int[] zeros = [];
        if (binding.TakeConstant(3) is { } zero)
            QuantizedElements.Widen(zero, zeros = new int[zero.ElementCount]);
        return new ConstantIntegerFilters(binding.TakeConstant(1)!, zeros);
    }

    private static bool HasFittingZeros(StepBinding binding, Constant weights)
    {
        if (!binding.Has(3))
            return true;
        return binding.DescribeConstant(3) is { } zero && zero.Encoding == weights.Encoding && Tensor.CountElements(zero.Shape) is var count && (count == 1 || count == weights.Shape[0]);
    }
}
