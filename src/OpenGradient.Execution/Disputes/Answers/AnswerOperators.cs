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
}
