using System.Collections.Immutable;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>What an answer had to end at, and why it is said to have ended (spec/exec-1, section 15).</summary>
/// <param name="Finish">What the receipt says.</param>
/// <param name="TokenLimit">The most tokens of the answer: <c>maxTokens</c>, or fewer if prompt and answer fill the model's context before.</param>
/// <param name="EndTokens">The model's end-of-turn tokens, ascending.</param>
/// <param name="Stops">The stop strings.</param>
internal sealed record AnswerEnding(FinishReason Finish, int TokenLimit, ImmutableArray<int> EndTokens, ImmutableArray<string> Stops)
{
    /// <summary>The JSON form.</summary>
    public JsonValue ToJson() => JsonValue.Object(
        ("finish", JsonValue.String(Finish switch { FinishReason.Stop => "stop", FinishReason.Length => "length", _ => "aborted" })),
        ("limit", Json.Decimal(TokenLimit)),
        ("stops", Json.Array(Stops, JsonValue.String)),
        ("tokens", Json.Array(EndTokens, static token => Json.Decimal(token))));

    /// <summary>What may be said of the tokens of a finished answer: that it goes on behind all but the last, and ends there. A caller that went away is no ending of its own.</summary>
    /// <param name="tokenCount">How many tokens there are; one at least.</param>
    /// <param name="isHeld">Whether it is held to a grammar: whoever gave up on that did not know what else would have ended the answer there.</param>
    public IEnumerable<Tensor> Codes(int tokenCount, bool isHeld)
    {
        EndCode[] last = Finish switch
        {
            FinishReason.Stop => [EndCode.Stop],
            FinishReason.Length => [EndCode.Length],
            _ => isHeld ? [EndCode.None, EndCode.Stop, EndCode.Length, EndCode.Aborted] : [EndCode.None],
        };
        return last.Select(code => new Tensor(ElementType.UInt8, [tokenCount], [.. new byte[tokenCount - 1], (byte)code]));
    }
}
