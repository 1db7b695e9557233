using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Client;

/// <summary>Reads what a body in one piece shows, in the four forms of the APIs; what it does not know it refuses, because nobody compared it.</summary>
internal static class ReturnedBody
{
    /// <summary>The answers, in the order of their receipts.</summary>
    /// <exception cref="UnverifiedAnswerException">The body is of none of the forms, or shows something that is not known here.</exception>
    public static ImmutableArray<ReturnedAnswer> Read(JsonValue body) => (body.TryGetString("object", out string? kind) ? kind : Text(body, "type")) switch
    {
        "chat.completion" => [.. Items(body, "choices").Select(static (choice, index) => Choice(choice, index, ChatMessage))],
        "text_completion" => [.. Items(body, "choices").Select(static (choice, index) => Choice(choice, index, static choice => new ReturnedAnswer(Text(choice, "text"), [])))],
        "response" => [Join(Items(body, "output").Select(OutputItem))],
        "message" => [Join(Items(body, "content").Select(ContentBlock))],
        _ => throw Unknown("a body"),
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

    private static ReturnedAnswer Choice(JsonValue choice, int index, Func<JsonValue, ReturnedAnswer> read)
    {
        bool isNext = choice.TryGet("index", out JsonValue? number) && number.Kind == JsonKind.Number && number.Text == $"{index}";
        Require(choice, "index", "message", "text", "logprobs", "finish_reason");
        return isNext ? read(choice) : throw Unknown("the order of the choices");
    }

    private static ReturnedAnswer ChatMessage(JsonValue choice)
    {
        if (!choice.TryGet("message", out JsonValue? message))
            throw Unknown("a choice without a message");
        Require(message, "role", "content", "tool_calls");
        return AnswerLeaf.TryReadCalls(message, out ImmutableArray<ShownCall> calls) ? new ReturnedAnswer(Text(message, "content"), calls) : throw Unknown("a call");
    }

    private static ReturnedAnswer OutputItem(JsonValue item)
    {
        if (Text(item, "type") == "function_call")
            return new ReturnedAnswer("", [new ShownCall(Text(item, "call_id"), Text(item, "name"), Text(item, "arguments"))]);
        if (Text(item, "type") != "message")
            throw Unknown("an item of the output");
        Require(item, "type", "id", "status", "role", "content");
        return new ReturnedAnswer(string.Concat(Items(item, "content").Select(static part => Text(part, "type") == "output_text" ? Text(part, "text") : throw Unknown("a part of the output"))), []);
    }

    private static ReturnedAnswer ContentBlock(JsonValue block) => Text(block, "type") switch
    {
        "text" => new ReturnedAnswer(Text(block, "text"), []),
        "tool_use" when block.TryGet("input", out JsonValue? input) =>
            new ReturnedAnswer("", [new ShownCall(Text(block, "id"), Text(block, "name"), Encoding.UTF8.GetString(CanonicalJson.Serialize(input)))]),
        _ => throw Unknown("a block of content"),
    };

    private static ReturnedAnswer Join(IEnumerable<ReturnedAnswer> parts)
    {
        ReturnedAnswer[] all = [.. parts];
        return new ReturnedAnswer(string.Concat(all.Select(static part => part.Text)), [.. all.SelectMany(static part => part.Calls)]);
    }

    private static ImmutableArray<JsonValue> Items(JsonValue json, string name) =>
        json.TryGet(name, out JsonValue? list) && list.Kind == JsonKind.Array ? list.Items : throw Unknown("a body");

    /// <summary>A member that is a string; the empty text if it is absent or <c>null</c>.</summary>
    private static string Text(JsonValue json, string name) =>
        !json.TryGet(name, out JsonValue? value) || value.Kind == JsonKind.Null ? "" : value.Kind == JsonKind.String ? value.Text : throw Unknown($"the member {name}");

    /// <summary>That an object has no member but these; others that are <c>null</c> or empty show nothing.</summary>
    private static void Require(JsonValue json, params ReadOnlySpan<string> names)
    {
        foreach ((string name, JsonValue value) in json.Members)
        {
            if (value.Kind != JsonKind.Null && !(value is { Kind: JsonKind.Array, Items.IsEmpty: true }) && !names.Contains(name))
                throw Unknown($"the member {(TextForm.IsLabel(name) ? name : "with an odd name")}");
        }
    }

    private static UnverifiedAnswerException Unknown(string what) => new($"the answer may show something that is not known and cannot be compared: {what}");
}
