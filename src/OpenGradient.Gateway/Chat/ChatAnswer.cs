using OpenGradient.Execution.LanguageModels;
using FinishReason = OpenGradient.Receipts.FinishReason;

namespace OpenGradient.Gateway;

/// <summary>A finished answer, as every API writes it.</summary>
/// <param name="Run">How it was made.</param>
/// <param name="Result">What the model made.</param>
/// <param name="Message">The answer as a message.</param>
/// <param name="Record">What its receipt is made of.</param>
/// <param name="Receipt">Its receipt; null where the client did not ask to see it.</param>
internal sealed record ChatAnswer(ChatRun Run, GenerationResult Result, AssistantMessage Message, InferenceRecord Record, IssuedReceipt? Receipt)
{
    /// <summary>Why it is over.</summary>
    public FinishReason Finish => Record.Finish;

    public int OutputTokens => Result.Tokens.Length;
}
