using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Fusion;

/// <summary>softmax(q · kᵀ (· scale or / divisor) (+ mask, or -∞ where a mask says so)) · v on four dimensions is <c>Attention</c>, with the same bits.</summary>
internal static class AttentionFusion
{
    /// <summary>The one step; null if the product is another one, or its types and dimensions are not known.</summary>
    public static DraftValue? TryFuse(ProgramDraft draft, DraftStep product)
    {
        if (product.Inputs is not [{ } weights, { } v] || Match.Step(weights, "Softmax") is not { } softmax || !IsLastAxis(softmax))
            return null;
        foreach ((DraftValue scores, DraftValue? mask) in Masked(draft, softmax.Inputs[0]!))
        {
            var settings = new Settings().Name("empty", "nan");
            if (Scaled(scores, settings) is { Inputs: [{ } q, { } turned] } && Keys(draft, turned) is { } k && AreFit(q, v, mask, softmax.Inputs[0]!))
                return draft.AddStep("Attention", 1, settings, q, k, v, mask).Outputs[0];
        }

        return null;
    }

    private static bool IsLastAxis(DraftStep softmax) => softmax.Attributes.GetValueOrDefault("axis", "-1") is "-1" or "3";

    /// <summary>The scores and what is added to them, or where they count.</summary>
    private static IEnumerable<(DraftValue Scores, DraftValue? Mask)> Masked(ProgramDraft draft, DraftValue value)
    {
        yield return (value, null);
        if (Match.Step(value, "Where") is { Inputs: [{ Type: ElementType.Bool } condition, { } first, { } second] })
        {
            if (IsNothing(second))
                yield return (first, condition);
            else if (IsNothing(first))
                yield return (second, draft.AddStep("Not", 1, null, condition).Outputs[0]);
        }

        if (Match.Step(value, "Add") is not { } sum)
            yield break;
        foreach ((DraftValue scores, DraftValue mask) in Match.Pairs(sum))
            yield return (scores, mask);
    }

    /// <summary>Whether a value is the constant -∞, of at most as many dimensions as scores have.</summary>
    private static bool IsNothing(DraftValue value) => Match.Scalar(value) == float.NegativeInfinity && value.Constant!.Shape.Length <= 4;

    /// <summary>The product of which the scores are a multiple; the multiple goes into the settings.</summary>
    private static DraftStep? Scaled(DraftValue scores, Settings settings)
    {
        if (Match.Step(scores, "Div") is { Inputs: [{ } dividend, { } divisor] } && Match.Scalar(divisor) is { } number && float.IsFinite(number) && number != 0f && divisor.Constant!.Shape.Length <= 4)
        {
            settings.Float("divisor", number);
            return Match.Step(dividend, "MatMul");
        }

        if (Match.Step(scores, "Mul") is { } multiple)
        {
            foreach ((DraftValue inner, DraftValue factor) in Match.Pairs(multiple))
            {
                if (Match.Scalar(factor) is { } scale && float.IsFinite(scale) && factor.Constant!.Shape.Length <= 4)
                {
                    settings.Float("scale", scale);
                    return Match.Step(inner, "MatMul");
                }
            }
        }

        settings.Float("scale", 1f);
        return Match.Step(scores, "MatMul");
    }

    /// <summary>The keys before their last two axes were swapped; a factor is applied to them there.</summary>
    private static DraftValue? Keys(ProgramDraft draft, DraftValue turned)
    {
        if (Match.Step(turned, "Mul") is { } multiple)
        {
            foreach ((DraftValue inner, DraftValue factor) in Match.Pairs(multiple))
            {
                if (Match.Scalar(factor) is not null && factor.Constant!.Shape.Length <= 4 && Match.Step(inner, "Transpose") is not null && Keys(draft, inner) is { } keys)
                    return draft.AddStep("Mul", 1, null, keys, factor).Outputs[0];
            }
        }

        if (Match.Step(turned, "Transpose") is not { } transpose || Match.List(transpose, "perm") is not { Length: 4 } order)
            return null;
        long[] swapped = [order[0], order[1], order[3], order[2]];
        return swapped is [0, 1, 2, 3] ? transpose.Inputs[0] : draft.AddStep("Transpose", 1, new Settings().Integers("perm", swapped), transpose.Inputs[0]).Outputs[0];
    }

    private static bool AreFit(DraftValue q, DraftValue v, DraftValue? mask, DraftValue scores) =>
        q.Facts.Rank == 4 && v.Facts.Rank == 4 && (mask is null || mask.Facts.Rank <= 4) && scores.Type == ElementType.Float32 && v.Type == ElementType.Float32;
}
