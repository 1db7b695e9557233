using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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

    /// <summary>Reads it.</summary>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out AnswerEnding? ending)
    {
        ending = null;
        if (!value.TryGetString("finish", out string? finish) || finish is not ("stop" or "length" or "aborted")
            || !Json.TryInteger(value, "limit", out int limit)
            || !Json.TryArray(value, "stops", ReadText, out ImmutableArray<string> stops)
            || !Json.TryArray(value, "tokens", ReadToken, out ImmutableArray<int> tokens))
            return false;
        ending = new AnswerEnding(finish switch { "stop" => FinishReason.Stop, "length" => FinishReason.Length, _ => FinishReason.Aborted }, limit, tokens, stops);
        return true;
    }

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

    private static bool ReadText(JsonValue value, out string text)
    {
        text = value.Kind == JsonKind.String ? value.Text : "";
        return text.Length > 0;
    }

    private static bool ReadToken(JsonValue value, out int token)
    {
        token = 0;
        return value.Kind == JsonKind.String && int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out token);
    }
}
