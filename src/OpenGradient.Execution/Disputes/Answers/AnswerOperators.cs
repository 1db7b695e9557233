using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The operators of the steps with which a dispute about an answer ends a Program (spec/dispute-1, section 11). No Program of a model has them.</summary>
internal static class AnswerOperators
{
    /// <summary>From the logits and the tokens that were read to the logits that tokens are chosen from.</summary>
    public const string AdjustLogits = "AdjustLogits";

    /// <summary>From the tokens of the answer to what ends it behind each of them.</summary>
    public const string AnswerEnd = "AnswerEnd";

    /// <summary>From logits to tokens.</summary>
    public const string Choose = "Choose";

    /// <summary>From the tokens of the answer, and the text that they decode to, to which tokens a grammar allows behind each of them.</summary>
    public const string TokenMask = "TokenMask";

    /// <summary>From the tokens of the answer to the bytes that they decode to.</summary>
    public const string TokenText = "TokenText";

    /// <summary>Whether an operator is one of these.</summary>
    public static bool Has(string name) => name is AdjustLogits or AnswerEnd or Choose or TokenMask or TokenText;

    /// <summary>Carries a step of theirs out.</summary>
    /// <exception cref="Primitives.InvalidInputException">It cannot run on the operands.</exception>
    public static Tensor Run(Step step, IReadOnlyList<StepOperand?> operands)
    {
        Tensor Value(int index) => operands[index]!.Value!;
        Tensor? Optional(int index) => index < operands.Count ? operands[index]?.Value : null;
        TokenPieces? Pieces(int index) => Optional(index) is { } ends ? TokenPieces.Of(ends, Value(index + 1)) : null;
        return step.Operator switch
        {
            AdjustLogits => LogitChange.Of(step).Run(Value(0), Value(1)),
            AnswerEnd => Disputes.AnswerEnd.Of(step).Run(Value(0), Pieces(1), Optional(3)),
            TokenMask => TokenAllowance.Of(step).Run(Value(0), Value(1), Pieces(2)!),
            TokenText => AnswerText.Run(Value(0), Pieces(1)!),
            _ => TokenChoice.Of(step).Choose(Value(0), Optional(1)),
        };
    }
}
