using System.Collections.Immutable;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>A model's answer as a message: text, and the calls of tools that it holds.</summary>
/// <remarks>
/// A pure function of the answer's text and the provider's nonce, so that whoever runs the model again gets the same message.
/// </remarks>
/// <param name="Content">The text outside of calls.</param>
/// <param name="ToolCalls">The calls, in order.</param>
/// <param name="ProviderNonce">The provider's nonce in hexadecimal, of which the calls' ids are made.</param>
public sealed record AssistantMessage(string Content, ImmutableArray<ToolCall> ToolCalls, string ProviderNonce)
{
    /// <summary>Reads an answer.</summary>
    /// <param name="text">What the model wrote.</param>
    /// <param name="hasTools">Whether it was given tools; without them nothing is a call.</param>
    /// <param name="providerNonce">The provider's nonce in hexadecimal.</param>
    public static AssistantMessage Read(string text, bool hasTools, string providerNonce)
    {
        ParsedAnswer answer = hasTools ? ToolCallParser.Parse(text) : new ParsedAnswer(text, []);
        return new(answer.Content, answer.ToolCalls, providerNonce);
    }

    /// <summary>The id by which a client names a call when it brings the result.</summary>
    public string CallId(int index) => $"call_{ProviderNonce[..16]}_{index}";

    /// <summary>The message in the form of the OpenAI API, as receipts commit to it.</summary>
    public JsonValue ToJson()
    {
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>();
        members.Add(new("role", JsonValue.String("assistant")));
        if (Content.Length > 0 || ToolCalls.IsEmpty)
            members.Add(new("content", JsonValue.String(Content)));
        if (!ToolCalls.IsEmpty)
            members.Add(new("tool_calls", JsonValue.Array([.. ToolCalls.Select((call, index) => CallJson(CallId(index), call))])));
        return JsonValue.Object(members.ToImmutable());
    }

    internal static JsonValue CallJson(string id, ToolCall call) => JsonValue.Object(
        ("id", JsonValue.String(id)),
        ("type", JsonValue.String("function")),
        ("function", JsonValue.Object(("name", JsonValue.String(call.Name)), ("arguments", JsonValue.String(call.Arguments)))));
}
