using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Fusion;

/// <summary>½ · x · (1 + erf(x / √2)), the factors in any order, is <c>Gelu</c>.</summary>
internal static class GeluFusion
{
    /// <summary>The one step that stands for the product; null if it is another one.</summary>
    public static DraftValue? TryFuse(ProgramDraft draft, DraftStep product)
    {
        foreach ((DraftValue first, DraftValue second) in Match.Pairs(product))
        {
            if (Match.Step(second, "Mul") is { Inputs: [{ } third, { } fourth] } && Argument([first, third, fourth]) is { Type: ElementType.Float32 } x)
                return draft.AddStep("Gelu", 1, null, x).Outputs[0];
        }

        return null;
    }

    /// <summary>x, if the factors are x, ½ and 1 + erf(x / √2); else null.</summary>
    private static DraftValue? Argument(DraftValue[] factors)
    {
        for (int sum = 0; sum < 3; sum++)
        {
            DraftValue? x = Operand(factors[sum]);
            DraftValue first = factors[(sum + 1) % 3];
            DraftValue second = factors[(sum + 2) % 3];
            if (x is not null && ((ReferenceEquals(first, x) && Match.Scalar(second, x) == 0.5f) || (ReferenceEquals(second, x) && Match.Scalar(first, x) == 0.5f)))
                return x;
        }

        return null;
    }

    /// <summary>x of 1 + erf(x / √2); null if the value is something else.</summary>
    private static DraftValue? Operand(DraftValue value)
    {
        if (Match.Step(value, "Add") is not { } add)
            return null;
        foreach ((DraftValue term, DraftValue one) in Match.Pairs(add))
        {
            if (Match.Step(term, "Erf") is { Inputs: [{ } inner] } && Scaled(inner) is { } x && Match.Scalar(one, x) == 1f)
                return x;
        }

        return null;
    }

    private static DraftValue? Scaled(DraftValue value)
    {
        if (Match.Step(value, "Div") is { Inputs: [{ } x, { } divisor] } && IsNear(divisor, x, 1.4142135f))
            return x;
        if (Match.Step(value, "Mul") is not { } mul)
            return null;
        foreach ((DraftValue operand, DraftValue factor) in Match.Pairs(mul))
        {
            if (IsNear(factor, operand, 0.70710678f))
                return operand;
        }

        return null;
    }

    /// <summary>Exporters write irrational numbers with more or fewer digits.</summary>
    private static bool IsNear(DraftValue value, DraftValue x, float number) => Match.Scalar(value, x) is { } scalar && MathF.Abs(scalar - number) < 1e-6f;
}
