using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A judge for <c>f32</c>; on any other type, and in a form that it does not know, the whole step is carried out.</summary>
internal sealed class Float32Judge(IJudge judge, Func<JudgedStep, bool>? isOtherForm = null) : IJudge
{
    private static readonly WholeStepJudge Fallback = new();

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => Choose(step).Infer(step, output);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element) => Choose(step).Derive(step, output, element);

    private IJudge Choose(JudgedStep step) => step.Input(0).Type == ElementType.Float32 && isOtherForm?.Invoke(step) != true ? judge : Fallback;
}
