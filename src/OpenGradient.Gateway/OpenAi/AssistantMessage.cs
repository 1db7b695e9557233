using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>A model's answer as a message: text, and the calls of tools that it holds.</summary>
/// <remarks>
/// <para>A call is written <c>&lt;tool_call&gt;{"name": "…", "arguments": {…}}&lt;/tool_call&gt;</c>, as chat templates teach it. What is
/// not exactly that stays text: a half-written call is not run by anyone.</para>
/// <para>A pure function of the answer's text and the provider's nonce, so that whoever runs the model again gets the same message.</para>
/// </remarks>
/// <param name="Content">The text outside of calls; if there are calls, without white space at its end.</param>
/// <param name="ToolCalls">The calls, in order.</param>
public sealed record AssistantMessage(string Content, ImmutableArray<ToolCall> ToolCalls)
{
    internal const string CallBegin = "<tool_call>";
    private const string CallEnd = "</tool_call>";

    /// <summary>Reads an answer.</summary>
    /// <param name="text">What the model wrote.</param>
    /// <param name="hasTools">Whether it was given tools; without them nothing is a call.</param>
    /// <param name="providerNonce">The provider's nonce in hexadecimal, of which the calls' ids are made.</param>
    public static AssistantMessage Read(string text, bool hasTools, string providerNonce)
    {
        StringBuilder content = new();
        var calls = ImmutableArray.CreateBuilder<ToolCall>();
        int position = 0;
        while (hasTools && TryFindCall(text, position, out int begin, out int end, out string? name, out string? arguments))
        {
            content.Append(text, position, begin - position);
            calls.Add(new ToolCall($"call_{providerNonce[..16]}_{calls.Count}", name, arguments));
            position = end;
        }

        content.Append(text, position, text.Length - position);
        return new(calls.Count == 0 ? content.ToString() : content.ToString().TrimEnd(), calls.ToImmutable());
    }

    /// <summary>The message in the form of the OpenAI API, as receipts commit to it.</summary>
    public JsonValue ToJson()
    {
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>();
        members.Add(new("role", JsonValue.String("assistant")));
        if (Content.Length > 0 || ToolCalls.IsEmpty)
            members.Add(new("content", JsonValue.String(Content)));
        if (!ToolCalls.IsEmpty)
            members.Add(new("tool_calls", JsonValue.Array([.. ToolCalls.Select(static call => call.ToJson())])));
        return JsonValue.Object(members.ToImmutable());
    }

    private static bool TryFindCall(
        string text,
        int position,
        out int begin,
        out int end,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? name,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? arguments)
    {
        (name, arguments, end) = (null, null, 0);
        begin = text.IndexOf(CallBegin, position, StringComparison.Ordinal);
        if (begin < 0)
            return false;
        int inner = begin + CallBegin.Length;
        int close = text.IndexOf(CallEnd, inner, StringComparison.Ordinal);
        if (close < 0 || !TryReadCall(text[inner..close], out name, out arguments))
            return false;
        end = close + CallEnd.Length;
        return true;
    }

    private static bool TryReadCall(
        string json,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? name,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? arguments)
    {
        (name, arguments) = (null, null);
        if (!JsonReader.TryRead(Encoding.UTF8.GetBytes(json), out JsonValue? call)
            || !call.TryGetString("name", out string? callName)
            || !call.TryGet("arguments", out JsonValue? callArguments)
            || callArguments.Kind != JsonKind.Object)
            return false;
        name = callName;
        arguments = Encoding.UTF8.GetString(CanonicalJson.Serialize(callArguments));
        return true;
    }
}
