using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Onnx.Fusion;

/// <summary>((x - mean) / √(mean of (x - mean)² + ε)) · scale, over the last axis, is <c>LayerNorm</c>; a bias that is added is its bias.</summary>
internal static class LayerNormFusion
{
    /// <summary>The normalisation that a product with the scale ends; null if it is another product.</summary>
    public static DraftValue? TryScale(ProgramDraft draft, DraftStep product)
    {
        foreach ((DraftValue normalised, DraftValue scale) in Match.Pairs(product))
        {
            if (Match.Step(normalised, "Div") is { } division && Find(division) is { } found && Match.IsForRow(scale, found.X))
                return draft.AddStep("LayerNorm", 1, new Settings().Float("epsilon", found.Epsilon), found.X, scale).Outputs[0];
        }

        return null;
    }

    /// <summary>The normalisation with a bias; null if the sum is another one.</summary>
    public static DraftValue? TryBias(ProgramDraft draft, DraftStep sum)
    {
        foreach ((DraftValue normalised, DraftValue bias) in Match.Pairs(sum))
        {
            bool isBias = Match.Step(normalised, "LayerNorm") is { Inputs: [_, { } scale] } && !normalised.Step!.Attributes.ContainsKey("axis")
                && Match.Floats(scale, 1) is { } scales && Match.Floats(bias, 1) is { } biases && biases.ElementCount == scales.ElementCount && biases.ElementCount > 1;
            if (isBias)
                return draft.AddStep("LayerNorm", 1, new Settings().Copy(normalised.Step!.Attributes), normalised.Step.Inputs[0], normalised.Step.Inputs[1], bias).Outputs[0];
        }

        return null;
    }

    /// <summary>x and ε of d / √(mean(d²) + ε), d = x - mean(x).</summary>
    private static (DraftValue X, float Epsilon)? Find(DraftStep division)
    {
        if (division.Inputs is not [{ } difference, { } deviation] || Match.Step(difference, "Sub") is not { Inputs: [{ } x, { } mean] })
            return null;
        if (!ReferenceEquals(Match.MeanOfRow(mean), x) || Match.Step(deviation, "Sqrt") is not { Inputs: [{ } variance] } || Match.Step(variance, "Add") is not { } add)
            return null;
        foreach ((DraftValue squares, DraftValue epsilon) in Match.Pairs(add))
        {
            if (Match.Scalar(epsilon, x) is { } number && Match.MeanOfRow(squares) is { } square && Match.Squared(square) is { } root && IsDifference(root, x, difference))
                return (x, number);
        }

        return null;
    }

    /// <summary>Whether a value is the difference, or the same one worked out again.</summary>
    private static bool IsDifference(DraftValue value, DraftValue x, DraftValue difference) =>
        ReferenceEquals(value, difference) || (Match.Step(value, "Sub") is { Inputs: [{ } from, { } mean] } && ReferenceEquals(from, x) && ReferenceEquals(Match.MeanOfRow(mean), x));
}
