using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The operands of products of quantised values.</summary>
internal static class IntegerInput
{
    /// <summary>Input <paramref name="input"/> with its zero points, of which there may be one, or <paramref name="count"/>.</summary>
    public static IntegerOperand Read(StepRun run, int input, int zeroInput, int count)
    {
        Value value = run.Input(input);
        if (value.Type is not (ElementType.UInt8 or ElementType.Int8))
            throw run.Error($"input {input} must be u8 or i8, not {value.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        ReadOnlySpan<int> zeros = QuantizedElements.Integers(run, zeroInput, value.Type);
        if (zeros.Length > 1 && zeros.Length != count)
            throw run.Error($"{zeros.Length} zero points do not fit {count} rows, columns or channels", Primitives.InvalidInputKind.Unsupported);
        return new IntegerOperand(value.Bytes, value.Type == ElementType.Int8, zeros);
    }
}
