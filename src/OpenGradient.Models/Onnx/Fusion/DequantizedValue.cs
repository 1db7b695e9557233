using System.Globalization;
using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Onnx.Fusion;

/// <summary>A value that is dequantised from bytes by constant scales.</summary>
/// <param name="Elements">The bytes, <c>u8</c> or <c>i8</c>.</param>
/// <param name="Scale">One scale, or one for each index of the axis.</param>
/// <param name="Zero">The constant zero points; null for 0.</param>
/// <param name="Axis">Which dimension the scales belong to; 0 if there is one scale for all and no other is given.</param>
internal sealed record DequantizedValue(DraftValue Elements, DraftConstant Scale, DraftValue? Zero, int Axis)
{
    /// <summary>Whether one scale serves all elements.</summary>
    public bool IsPerTensor => Scale.ElementCount == 1;

    /// <summary>Whether there is one scale, or one for each of so many.</summary>
    public bool HasScalesFor(long count) => IsPerTensor || Scale.ElementCount == count;

    /// <summary>The operands of the step that makes the value; null if it does something else.</summary>
    public static DequantizedValue? Find(DraftValue? value)
    {
        if (Match.Step(value, "DequantizeLinear") is not { Inputs: [{ } elements, { } scales, ..] } step || step.Attributes.ContainsKey("block") || step.Attributes.ContainsKey("to"))
            return null;
        DraftValue? zero = Match.Input(step, 2);
        if (Match.Floats(scales) is not { Shape.Length: <= 1 } scale || (zero is not null && (zero.Constant is not { } zeros || zeros.ElementCount != scale.ElementCount)))
            return null;
        if (QuantizedType.Of(elements, zero) is not ("u8" or "i8") || (zero is not null && zero.Constant!.Encoding != QuantizedType.Of(elements, zero)))
            return null;
        int axis = scale.ElementCount == 1 ? 0 : int.Parse(step.Attributes.GetValueOrDefault("axis", "1"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int rank = elements.Constant?.Shape.Length ?? 0;
        return new DequantizedValue(elements, scale, zero, axis < 0 ? axis + rank : axis);
    }
}
