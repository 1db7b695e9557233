using System.Collections.Frozen;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>Operators of ONNX that are refused for what they are, and why.</summary>
internal static class RefusedOperators
{
    private static readonly string[] Sequences =
    [
        "ConcatFromSequence", "SequenceAt", "SequenceConstruct", "SequenceEmpty", "SequenceErase", "SequenceInsert", "SequenceLength", "SequenceMap", "SplitToSequence",
    ];

    private static readonly string[] Optionals = ["Optional", "OptionalGetElement", "OptionalHasElement"];

    private static readonly string[] Texts = ["RegexFullMatch", "StringConcat", "StringNormalizer", "StringSplit"];

    private static readonly string[] Training = ["Adagrad", "Adam", "Gradient", "Momentum"];

    private static readonly string[] Random = ["Bernoulli", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike"];

    private static readonly FrozenDictionary<string, string> Reasons = All().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The operators with their reasons, in no particular order.</summary>
    public static IReadOnlyDictionary<string, string> Known => Reasons;

    /// <summary>Why the operator is refused: what kind of value or work it is about.</summary>
    public static string Reason(string name) => Reasons.GetValueOrDefault(name, "this operator is not supported");

    private static IEnumerable<KeyValuePair<string, string>> All()
    {
        foreach (string name in Sequences)
            yield return new(name, "sequences are not supported");
        foreach (string name in Optionals)
            yield return new(name, "optional values are not supported");
        foreach (string name in Texts)
            yield return new(name, "text is not supported");
        foreach (string name in Training)
            yield return new(name, "training is not supported");
        foreach (string name in Random)
            yield return new(name, "draws random numbers, which no verifier could draw again; give them to the model as an input");
        yield return new("ImageDecoder", "image formats are not supported");
        yield return new("MaxRoiPool", "regions rounded to whole elements are not supported; RoiAlign is");
    }
}
