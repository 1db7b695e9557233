using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>Why an answer is over, in the words that clients of the OpenAI API know.</summary>
internal static class OpenAiFinish
{
    /// <summary>The value of <c>finish_reason</c>.</summary>
    /// <remarks>
    /// The API has no word for an answer that its time or its grammar cut off: for the client it is as if it had no more tokens. The receipt
    /// says <c>aborted</c>.
    /// </remarks>
    public static string NameOf(FinishReason finish) => (finish == FinishReason.Aborted ? FinishReason.Length : finish).WireName();
}
