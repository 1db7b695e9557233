using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A judge for the settings, and the types, that it knows; in any other form the whole step is carried out.</summary>
/// <param name="judge">The judge.</param>
/// <param name="settings">The attributes that it knows.</param>
/// <param name="takesAllTypes">Whether it knows all types that the operator takes, and not <c>f32</c> only.</param>
internal sealed class KnownFormJudge(IJudge judge, string[] settings, bool takesAllTypes) : IJudge
{
    private static readonly WholeStepJudge Fallback = new();

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => Choose(step).Infer(step, output);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element) => Choose(step).Derive(step, output, element);

    private IJudge Choose(JudgedStep step)
    {
        bool isKnownType = takesAllTypes || step.Input(0).Type == ElementType.Float32 || Stores32(step.Input(0));
        return isKnownType && step.Step.Attributes.Keys.All(settings.Contains) ? judge : Fallback;
    }

    /// <summary>Tables of an embedding are weights: they mean <c>f32</c> however they are stored.</summary>
    private static bool Stores32(JudgedInput input) => input.Constant?.Encoding is "f16" or "bf16";
}
