using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <summary>A float Program whose sizes are fixed and whose steps are few kinds: what <see cref="IntegerCompiler"/> takes.</summary>
/// <param name="Program">Its inputs and outputs are those of the model, with the sizes of the sample.</param>
/// <param name="Constants">Its constants.</param>
public sealed record PreparedModel(Program Program, IConstantSource Constants)
{
    /// <summary>What in the model's file each step comes from.</summary>
    public StepOrigins Origins { get; init; } = StepOrigins.Unknown;
}
