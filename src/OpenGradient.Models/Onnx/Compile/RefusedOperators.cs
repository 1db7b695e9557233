namespace OpenGradient.Models.Onnx.Compile;

/// <summary>Why an operator of the standard is refused: what kind of value or work it is about.</summary>
internal static class RefusedOperators
{
    public static string Reason(string name) => name switch
    {
        "SequenceAt" or "SequenceConstruct" or "SequenceEmpty" or "SequenceErase" or "SequenceInsert" or "SequenceLength" or "SequenceMap"
            or "SplitToSequence" or "ConcatFromSequence" => "sequences are not supported",
        "Optional" or "OptionalGetElement" or "OptionalHasElement" => "optional values are not supported",
        "StringConcat" or "StringNormalizer" or "StringSplit" or "RegexFullMatch" => "text is not supported",
        "Adagrad" or "Adam" or "Gradient" or "Momentum" => "training is not supported",
        "Bernoulli" or "Multinomial" or "RandomNormal" or "RandomNormalLike" or "RandomUniform" or "RandomUniformLike"
            => "draws random numbers, which no verifier could draw again; give them to the model as an input",
        "ImageDecoder" => "image formats are not supported",
        _ => "this operator is not supported",
    };
}
