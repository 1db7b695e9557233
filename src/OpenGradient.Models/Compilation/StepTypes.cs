using OpenGradient.Programs;

namespace OpenGradient.Models.Compilation;

/// <summary>The element types of what a step makes, as far as they follow from those of what it reads.</summary>
internal static class StepTypes
{
    /// <summary>Notes the types of outputs of which nothing more is known.</summary>
    public static void Complete(DraftStep step)
    {
        for (int output = 0; output < step.Outputs.Length; output++)
        {
            DraftValue value = step.Outputs[output];
            if (value.Facts.Type is null && Of(step, output) is { } type)
                value.Facts = value.Facts with { Type = type };
        }
    }

    private static ElementType? Of(DraftStep step, int output) => step.Operator switch
    {
        "And" or "Equal" or "IsInf" or "Less" or "LessOrEqual" or "Not" or "Or" or "Xor" => ElementType.Bool,
        "ArgMax" or "ArgMin" or "NonMaxSuppression" or "NonZero" or "Shape" => ElementType.Int64,
        "MaxPool" or "TopK" or "Unique" when output > 0 => ElementType.Int64,
        "ConvInteger" or "MatMulInteger" => ElementType.Int32,
        "CosineWindow" or "MelWeights" or "TfIdf" => ElementType.Float32,
        "BitCast" or "Cast" => Named(step, "to") ?? ElementType.Float32,
        "CastLike" or "Where" => Input(step, 1),
        "OneHot" => Input(step, step.Inputs.Length - 1),
        "DequantizeLinear" => Named(step, "to") ?? Input(step, 1),
        "QuantizeLinear" => Named(step, "to") ?? Input(step, 2) ?? ElementType.UInt8,
        "Requantize" => Input(step, 2),
        "FixedConv" or "FixedDiv" or "FixedLinear" or "FixedMatMul" or "FixedSqrt" => ElementType.Int64,
        "FixedScale" => Input(step, 2) ?? ElementType.Int64,
        "If" or "Loop" => Body(step, output),
        _ => LikeTheFirst(step),
    };

    /// <summary>What is computed from floats is a float of that type; integers in make no such promise.</summary>
    private static ElementType? LikeTheFirst(DraftStep step) =>
        Input(step, 0) is { } type && type != ElementType.Bool && !type.IsInteger() ? type : null;

    private static ElementType? Input(DraftStep step, int input) => input >= 0 && input < step.Inputs.Length ? step.Inputs[input]?.Type : null;

    private static ElementType? Named(DraftStep step, string attribute) =>
        step.Attributes.TryGetValue(attribute, out string? name) && ElementTypes.TryParse(name, out ElementType type) ? type : null;

    /// <summary>The first output of a loop's body says whether to go on; of a choice, both branches give the same types.</summary>
    private static ElementType? Body(DraftStep step, int output)
    {
        int inner = step.Operator == "Loop" ? output + 1 : output;
        return step.Bodies is [DraftBody body, ..] && inner < body.Outputs.Length ? body.Outputs[inner].Type : null;
    }
}
