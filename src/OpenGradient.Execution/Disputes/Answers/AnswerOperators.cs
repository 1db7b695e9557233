using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The operators of the steps with which a dispute about an answer ends a Program (spec/dispute-1, section 11). No Program of a model has them.</summary>
internal static class AnswerOperators
{
    /// <summary>From the logits and the tokens that were read to the logits that tokens are chosen from.</summary>
    public const string AdjustLogits = "AdjustLogits";

    /// <summary>From logits to tokens.</summary>
    public const string Choose = "Choose";

    /// <summary>Whether an operator is one of these.</summary>
    public static bool Has(string name) => name is AdjustLogits or Choose;

    /// <summary>Carries a step of theirs out.</summary>
    /// <exception cref="Primitives.InvalidInputException">It cannot run on the operands.</exception>
    public static Tensor Run(Step step, IReadOnlyList<StepOperand?> operands)
    {
        Tensor Value(int index) => operands[index]!.Value!;
        return step.Operator switch
        {
            AdjustLogits => LogitChange.Of(step).Run(Value(0), Value(1)),
            _ => TokenChoice.Of(step).Choose(Value(0)),
        };
    }
}
