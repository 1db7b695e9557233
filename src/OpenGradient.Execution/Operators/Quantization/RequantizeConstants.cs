using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The settings of a requantisation that are constants of the Program.</summary>
internal sealed class RequantizeConstants
{
    private RequantizeConstants(float[] factors, int[] biases, int[] zeros, ElementType? zeroType)
    {
        Factors = factors;
        Biases = biases;
        Zeros = zeros;
        ZeroType = zeroType;
    }

    /// <summary>One factor, or one for each index of the axis.</summary>
    public float[] Factors { get; }

    /// <summary>No bias, one, or one for each index of the axis.</summary>
    public int[] Biases { get; }

    /// <summary>No zero point, or one.</summary>
    public int[] Zeros { get; }

    /// <summary>The type of the zero point; null if there is none.</summary>
    public ElementType? ZeroType { get; }

    /// <summary>Takes the inputs after the first; null, and none is taken, if they are not all constants of the usual types, or empty.</summary>
    public static RequantizeConstants? TryTake(StepBinding binding)
    {
        if (!IsUsual(binding, 1, isOptional: false, "f32") || !IsUsual(binding, 2, isOptional: true, "u8", "i8") || !IsUsual(binding, 3, isOptional: true, "i32"))
            return null;
        if (binding.Has(2) && Tensor.CountElements(binding.DescribeConstant(2)!.Shape) != 1)
            return null;
        Value? zero = binding.TakeConstant(2);
        int[] zeros = zero is null ? [] : [0];
        if (zero is not null)
            QuantizedElements.Widen(zero, zeros);
        int[] biases = binding.TakeConstant(3)?.Ints.ToArray() ?? [];
        return new RequantizeConstants(binding.TakeConstant(1)!.Floats.ToArray(), biases, zeros, zero?.Type);
    }

    private static bool IsUsual(StepBinding binding, int input, bool isOptional, params ReadOnlySpan<string> encodings)
    {
        if (!binding.Has(input))
            return isOptional;
        return binding.DescribeConstant(input) is { } constant && encodings.Contains(constant.Encoding) && Tensor.CountElements(constant.Shape) > 0;
    }
}
