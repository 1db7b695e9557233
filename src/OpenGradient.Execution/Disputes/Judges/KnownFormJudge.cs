using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A judge for <c>f32</c> and for the settings that it knows; on any other type or setting the whole step is carried out.</summary>
/// <param name="judge">The judge.</param>
/// <param name="settings">The attributes that it knows.</param>
/// <param name="takesIntegers">Whether it knows <c>i64</c> and <c>i32</c>, too.</param>
/// <param name="isOtherForm">Whether a step has a form that it does not know.</param>
internal sealed class KnownFormJudge(IJudge judge, string[] settings, bool takesIntegers = false, Func<JudgedStep, bool>? isOtherForm = null) : IJudge
{
    private static readonly WholeStepJudge Fallback = new();

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => Choose(step).Infer(step, output);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element) => Choose(step).Derive(step, output, element);

    private IJudge Choose(JudgedStep step)
    {
        ElementType type = step.Input(0).Type;
        bool isKnownType = type == ElementType.Float32 || (takesIntegers && type is ElementType.Int64 or ElementType.Int32) || Stores32(step.Input(0));
        return isKnownType && step.Step.Attributes.Keys.All(settings.Contains) && isOtherForm?.Invoke(step) != true ? judge : Fallback;
    }

    /// <summary>Tables of an embedding are weights: they mean <c>f32</c> however they are stored.</summary>
    private static bool Stores32(JudgedInput input) => input.Constant?.Encoding is "f16" or "bf16";
}
