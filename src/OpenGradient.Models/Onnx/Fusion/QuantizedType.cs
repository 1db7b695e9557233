using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Fusion;

/// <summary>The types of quantised values.</summary>
internal static class QuantizedType
{
    /// <summary>The type that a <c>QuantizeLinear</c> or <c>Requantize</c> step makes; null if it is not known.</summary>
    public static string? Of(DraftStep step) => Match.Input(step, 2) is { } zero ? zero.Constant?.Encoding : step.Attributes.GetValueOrDefault("to", "u8");

    /// <summary>The type of a value; null if it is not known.</summary>
    public static string? Of(DraftValue value, DraftValue? zero)
    {
        if (value.Constant is { } constant)
            return constant.Encoding;
        if (value.Input is { } input)
            return input.Type.CanonicalName();
        return zero?.Constant?.Encoding ?? (value.Step is { Operator: "QuantizeLinear" or "Requantize" } step ? Of(step) : null);
    }
}
