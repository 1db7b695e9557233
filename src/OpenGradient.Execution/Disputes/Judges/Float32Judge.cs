using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A judge for <c>f32</c>; on any other type the whole step is carried out.</summary>
internal sealed class Float32Judge(IJudge judge) : IJudge
{
    private static readonly WholeStepJudge Fallback = new();

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => Choose(step).Infer(step, output);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element) => Choose(step).Derive(step, output, element);

    private IJudge Choose(JudgedStep step) => step.Input(0).Type == ElementType.Float32 ? judge : Fallback;
}
