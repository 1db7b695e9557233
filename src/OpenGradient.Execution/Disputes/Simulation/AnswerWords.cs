using System.Globalization;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>What is false about an answer, in a sentence: elements of the steps behind a language model.</summary>
internal static class AnswerWords
{
    /// <summary>The sentence; null for other steps.</summary>
    /// <param name="name">The operator.</param>
    /// <param name="right">What the step gives.</param>
    /// <param name="claimed">What the cheat says it gives.</param>
    /// <param name="element">The first element that differs.</param>
    public static string? Of(string name, Tensor right, Tensor claimed, long element)
    {
        int index = (int)element;
        if (!right.Shape.SequenceEqual(claimed.Shape))
            return null;
        (long row, long token) = Math.DivRem(element, right.Shape[^1]);
        return name switch
        {
            AnswerOperators.AdjustLogits => string.Create(
                CultureInfo.InvariantCulture, $"at token {row} of the answer, penalties and bias make the logit of token {token} {right.As<float>()[index]:R}, not {claimed.As<float>()[index]:R}"),
            AnswerOperators.AnswerEnd => $"behind token {index}, {Ending(right, index)}; the cheat says that {Ending(claimed, index)}",
            AnswerOperators.Choose => $"token {index} of the answer is {right.As<int>()[index]}, not {claimed.As<int>()[index]}",
            AnswerOperators.TokenMask => $"behind {row} {(row == 1 ? "token" : "tokens")} of the answer the grammar {(right.Bytes[index] != 0 ? "allows" : "does not allow")} token {token}",
            _ => null,
        };
    }

    private static string Ending(Tensor codes, int index) => (EndCode)codes.Bytes[index] switch
    {
        EndCode.Stop => "the answer ends (stop)",
        EndCode.Length => "the answer ends (length)",
        EndCode.Aborted => "no token may come, and the text is none of the grammar",
        _ => "nothing ends the answer",
    };
}
