using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>What a step that is carried out on its own reads at an input: a value, or a constant as it is stored.</summary>
/// <param name="Value">The value; null for a constant.</param>
/// <param name="Constant">The constant; null for a value.</param>
/// <param name="Stored">The constant's bytes.</param>
internal sealed record StepOperand(Tensor? Value, Constant? Constant, ReadOnlyMemory<byte> Stored)
{
    /// <summary>A value.</summary>
    public static StepOperand Of(Tensor value) => new(value, null, default);

    /// <summary>A whole input of a step.</summary>
    public static StepOperand Of(JudgedInput input) => input.Constant is { } constant
        ? new StepOperand(null, constant, input.ReadStored())
        : Of(new Tensor(input.Type, Shapes.ToImmutable(input.Shape), input.ReadElements()));
}
