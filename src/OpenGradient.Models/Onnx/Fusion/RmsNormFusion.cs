using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Fusion;

/// <summary>(x / √(mean of x² + ε)) · gain, over the last axis, is <c>RmsNorm</c>; the quotient may be a product with the reciprocal.</summary>
internal static class RmsNormFusion
{
    /// <summary>The normalisation that a product with the gain ends; null if it is another product.</summary>
    public static DraftValue? TryFuse(ProgramDraft draft, DraftStep product)
    {
        foreach ((DraftValue normalised, DraftValue gain) in Match.Pairs(product))
        {
            if (Find(normalised) is { } found && found.X.Type == ElementType.Float32 && Match.IsForRow(gain, found.X))
                return draft.AddStep("RmsNorm", 1, new Settings().Float("epsilon", found.Epsilon).Integer("axis", -1), found.X, gain).Outputs[0];
        }

        return null;
    }

    /// <summary>x and ε of x / √(mean(x²) + ε).</summary>
    private static (DraftValue X, float Epsilon)? Find(DraftValue normalised)
    {
        if (Match.Step(normalised, "Div") is { Inputs: [{ } dividend, { } root] })
            return Root(root, dividend) is { } epsilon ? (dividend, epsilon) : null;
        if (Match.Step(normalised, "Mul") is not { } product)
            return null;
        foreach ((DraftValue x, DraftValue factor) in Match.Pairs(product))
        {
            if (Inverse(factor, x) is { } inverted && Root(inverted, x) is { } epsilon)
                return (x, epsilon);
        }

        return null;
    }

    /// <summary>r of 1 / r; null if the value is something else.</summary>
    private static DraftValue? Inverse(DraftValue value, DraftValue x) => Match.Step(value, "Reciprocal") is { Inputs: [{ } inverted] }
        ? inverted
        : Match.Step(value, "Div") is { Inputs: [{ } one, { } divisor] } && Match.Scalar(one, x) == 1f ? divisor : null;

    /// <summary>ε of √(mean(x²) + ε); null if the value is something else.</summary>
    private static float? Root(DraftValue value, DraftValue x)
    {
        if (Match.Step(value, "Sqrt") is not { Inputs: [{ } sum] } || Match.Step(sum, "Add") is not { } add)
            return null;
        foreach ((DraftValue mean, DraftValue epsilon) in Match.Pairs(add))
        {
            if (Match.Scalar(epsilon, x) is { } number && Match.MeanOfRow(mean) is { } square && ReferenceEquals(Match.Squared(square), x))
                return number;
        }

        return null;
    }
}
