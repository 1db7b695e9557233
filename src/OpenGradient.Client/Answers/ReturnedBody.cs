using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Client;

/// <summary>Reads what a body in one piece shows, in the four forms of the APIs; what it does not know it refuses, because nobody compared it.</summary>
internal static class ReturnedBody
{
    private static readonly string[] CompletionMembers = ["id", "object", "created", "model", "system_fingerprint", "service_tier", "choices", "usage", "receipt", "receipts"];

    /// <summary>What a response says of itself, and repeats of the request.</summary>
    private static readonly string[] ResponseMembers =
    [
        "id", "object", "created_at", "status", "background", "incomplete_details", "instructions", "model", "output", "max_output_tokens", "parallel_tool_calls", "previous_response_id",
        "store", "temperature", "text", "tool_choice", "tools", "top_p", "top_logprobs", "truncation", "metadata", "usage", "receipt", "receipts",
    ];

    /// <summary>The answers, in the order of their receipts.</summary>
    /// <param name="api">The API that was called: a body of another is no answer, because clients of the one pass over what the other shows.</param>
    /// <param name="body">The body.</param>
    /// <exception cref="UnverifiedAnswerException">The body is not of the API's form, or shows something that is not known here.</exception>
    public static ImmutableArray<ReturnedAnswer> Read(AnswerApi api, JsonValue body) => api switch
    {
        AnswerApi.ChatCompletions => [.. List(body, "object", "chat.completion", "choices", CompletionMembers).Select(static (choice, index) => Choice(choice, index, "message", ChatMessage))],
        AnswerApi.Completions => [.. List(body, "object", "text_completion", "choices", CompletionMembers).Select(static (choice, index) => Choice(choice, index, "text", static text => new ReturnedAnswer(TextOf(text, "text"), [])))],
        AnswerApi.Responses => [Join(List(body, "object", "response", "output", ResponseMembers).Select(OutputItem))],
        AnswerApi.Messages => [Join(List(body, "type", "message", "content", "id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "usage", "receipt", "receipts").Select(ContentBlock))],
    };

    /// <summary>The receipts that a body brings, in the order of the answers.</summary>
    /// <exception cref="UnverifiedAnswerException">There are none, or one is malformed.</exception>
    public static ImmutableArray<DsseEnvelope> Receipts(JsonValue body)
    {
        ImmutableArray<JsonValue> found = body.TryGet("receipt", out JsonValue? only) ? [only] : body.TryGet("receipts", out JsonValue? several) ? several.Items : [];
        if (found.IsEmpty)
            throw new UnverifiedAnswerException("the answer brings no receipt");
        return [.. found.Select(static receipt => receipt.TryGet("dsse", out JsonValue? dsse) && DsseEnvelope.TryRead(dsse, out DsseEnvelope? envelope)
            ? envelope
            : throw new UnverifiedAnswerException("the answer's receipt is malformed"))];
    }

    /// <summary>What a body of one kind lists.</summary>
    private static ImmutableArray<JsonValue> List(JsonValue body, string mark, string kind, string list, params ReadOnlySpan<string> members)
    {
        if (Text(body, mark) != kind)
            throw Unknown("a body");
        Require(body, members);
        return Items(body, list);
    }

    private static ReturnedAnswer Choice(JsonValue choice, int index, string shown, Func<JsonValue, ReturnedAnswer> read)
    {
        bool isNext = choice.TryGet("index", out JsonValue? number) && number.Kind == JsonKind.Number && number.Text == $"{index}";
        Require(choice, "index", shown, "logprobs", "finish_reason");
        if (!choice.TryGet(shown, out JsonValue? value))
            throw Unknown("a choice that shows nothing");
        return isNext ? read(value) : throw Unknown("the order of the choices");
    }

    private static ReturnedAnswer ChatMessage(JsonValue message)
    {
        Require(message, "role", "content", "tool_calls");
        foreach (JsonValue call in message.TryGet("tool_calls", out JsonValue? list) ? list.Items : [])
        {
            Require(call, "id", "type", "function");
            if (call.TryGet("function", out JsonValue? function))
                Require(function, "name", "arguments");
        }

        return AnswerLeaf.TryReadCalls(message, out ImmutableArray<ShownCall> calls) ? new ReturnedAnswer(Text(message, "content"), calls) : throw Unknown("a call");
    }

    private static ReturnedAnswer OutputItem(JsonValue item)
    {
        if (Text(item, "type") == "function_call")
        {
            Require(item, "id", "type", "status", "call_id", "name", "arguments");
            return new ReturnedAnswer("", [new ShownCall(Text(item, "call_id"), Text(item, "name"), Text(item, "arguments"))]);
        }

        if (Text(item, "type") != "message")
            throw Unknown("an item of the output");
        Require(item, "type", "id", "status", "role", "content");
        return new ReturnedAnswer(string.Concat(Items(item, "content").Select(OutputPart)), []);
    }

    private static string OutputPart(JsonValue part)
    {
        Require(part, "type", "text", "logprobs");
        return Text(part, "type") == "output_text" ? Text(part, "text") : throw Unknown("a part of the output");
    }

    private static ReturnedAnswer ContentBlock(JsonValue block)
    {
        if (Text(block, "type") == "text")
        {
            Require(block, "type", "text");
            return new ReturnedAnswer(Text(block, "text"), []);
        }

        Require(block, "type", "id", "name", "input");
        return Text(block, "type") == "tool_use" && block.TryGet("input", out JsonValue? input)
            ? new ReturnedAnswer("", [new ShownCall(Text(block, "id"), Text(block, "name"), Encoding.UTF8.GetString(CanonicalJson.Serialize(input)))])
            : throw Unknown("a block of content");
    }

    private static ReturnedAnswer Join(IEnumerable<ReturnedAnswer> parts)
    {
        ReturnedAnswer[] all = [.. parts];
        return new ReturnedAnswer(string.Concat(all.Select(static part => part.Text)), [.. all.SelectMany(static part => part.Calls)]);
    }

    private static ImmutableArray<JsonValue> Items(JsonValue json, string name) =>
        json.TryGet(name, out JsonValue? list) && list.Kind == JsonKind.Array ? list.Items : throw Unknown("a body");

    /// <summary>A member that is a string; the empty text if it is absent or <c>null</c>.</summary>
    private static string Text(JsonValue json, string name) => json.TryGet(name, out JsonValue? value) ? TextOf(value, name) : "";

    private static string TextOf(JsonValue value, string name) =>
        value.Kind == JsonKind.Null ? "" : value.Kind == JsonKind.String ? value.Text : throw Unknown($"the member {name}");

    /// <summary>That an object has no member but these; others that are <c>null</c> or empty show nothing.</summary>
    private static void Require(JsonValue json, params ReadOnlySpan<string> names)
    {
        if (json.Kind != JsonKind.Object)
            throw Unknown("something that is no object");
        foreach ((string name, JsonValue value) in json.Members)
        {
            if (value.Kind != JsonKind.Null && !(value is { Kind: JsonKind.Array, Items.IsEmpty: true }) && !names.Contains(name))
                throw Unknown($"the member {(TextForm.IsLabel(name) ? name : "with an odd name")}");
        }
    }

    private static UnverifiedAnswerException Unknown(string what) => new($"the answer may show something that is not known and cannot be compared: {what}");
}
