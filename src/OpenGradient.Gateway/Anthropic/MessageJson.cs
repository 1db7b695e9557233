using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Models.Templates;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary><c>POST /v1/messages</c> (Anthropic API): writes a message in one piece, or as events.</summary>
internal sealed class MessageJson(ChatRequest request) : IAnswerFormat
{
    private int _blockCount;
    private bool _isInText;

    public ChatRequest Request => request;

    public string NameOf(string parameter) => parameter
        .Replace("response_format.json_schema", "output_config.format", StringComparison.Ordinal)
        .Replace(".function.parameters", ".input_schema", StringComparison.Ordinal)
        .Replace(".function.", ".", StringComparison.Ordinal);

    public void WriteWhole(Utf8JsonWriter writer, ImmutableArray<ChatAnswer> answers)
    {
        ChatAnswer answer = answers[0];
        WriteHead(writer, answer.Run);
        writer.WriteStartArray("content");
        if (answer.Message.Content.Length > 0)
            WriteTextBlock(writer, answer.Message.Content);
        for (int index = 0; index < answer.Message.ToolCalls.Length; index++)
            WriteToolUse(writer, answer.Message, index, answer.Message.ToolCalls[index].Arguments);
        writer.WriteEndArray();
        WriteStop(writer, answer);
        WriteUsage(writer, answer.Run, answer.OutputTokens);
        ReceiptJson.Write(writer, answers);
        writer.WriteEndObject();
    }

    public void Begin(ServerSentEvents events, ImmutableArray<ChatRun> runs) => Write(events, "message_start", writer =>
    {
        writer.WritePropertyName("message");
        WriteHead(writer, runs[0]);
        writer.WriteStartArray("content");
        writer.WriteEndArray();
        writer.WriteNull("stop_reason");
        writer.WriteNull("stop_sequence");
        WriteUsage(writer, runs[0], 0);
        writer.WriteEndObject();
    });

    public void WriteText(ServerSentEvents events, ChatRun run, string text)
    {
        if (!_isInText)
            BeginBlock(events, static writer => WriteTextBlock(writer, ""));
        _isInText = true;
        WriteDelta(events, "text_delta", "text", text);
    }

    public void Finish(ServerSentEvents events, ChatAnswer answer)
    {
        if (_isInText)
            EndBlock(events);
        for (int index = 0; index < answer.Message.ToolCalls.Length; index++)
        {
            BeginBlock(events, writer => WriteToolUse(writer, answer.Message, index, "{}"));
            WriteDelta(events, "input_json_delta", "partial_json", answer.Message.ToolCalls[index].Arguments);
            EndBlock(events);
        }
    }

    /// <summary>Why it is over, with the receipt if it was asked for; then the end.</summary>
    public void End(ServerSentEvents events, ImmutableArray<ChatAnswer> answers)
    {
        Write(events, "message_delta", writer =>
        {
            writer.WriteStartObject("delta");
            WriteStop(writer, answers[0]);
            writer.WriteEndObject();
            WriteUsage(writer, answers[0].Run, answers[0].OutputTokens);
            ReceiptJson.Write(writer, answers);
        });
        Write(events, "message_stop", static _ => { });
    }

    private void BeginBlock(ServerSentEvents events, Action<Utf8JsonWriter> writeBlock) => Write(events, "content_block_start", writer =>
    {
        writer.WriteNumber("index", _blockCount);
        writer.WritePropertyName("content_block");
        writeBlock(writer);
    });

    private void WriteDelta(ServerSentEvents events, string type, string name, string text) => Write(events, "content_block_delta", writer =>
    {
        writer.WriteNumber("index", _blockCount);
        writer.WriteStartObject("delta");
        writer.WriteString("type", type);
        writer.WriteString(name, text);
        writer.WriteEndObject();
    });

    private void EndBlock(ServerSentEvents events) => Write(events, "content_block_stop", writer => writer.WriteNumber("index", _blockCount++));

    private static void Write(ServerSentEvents events, string type, Action<Utf8JsonWriter> writeRest) => events.Write(type, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writeRest(writer);
        writer.WriteEndObject();
    });

    private static void WriteHead(Utf8JsonWriter writer, ChatRun run)
    {
        writer.WriteStartObject();
        writer.WriteString("id", "msg_" + run.AnswerId);
        writer.WriteString("type", "message");
        writer.WriteString("role", "assistant");
        writer.WriteString("model", run.ModelName);
    }

    private static void WriteTextBlock(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "text");
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static void WriteToolUse(Utf8JsonWriter writer, AssistantMessage message, int index, string input)
    {
        ToolCall call = message.ToolCalls[index];
        writer.WriteStartObject();
        writer.WriteString("type", "tool_use");
        writer.WriteString("id", message.CallId(index));
        writer.WriteString("name", call.Name);
        writer.WritePropertyName("input");
        writer.WriteRawValue(input, skipInputValidation: true);
        writer.WriteEndObject();
    }

    private static void WriteStop(Utf8JsonWriter writer, ChatAnswer answer)
    {
        string? stop = answer.Finish == FinishReason.Stop ? answer.Run.FindStop() : null;
        writer.WriteString("stop_reason", answer.Finish switch
        {
            FinishReason.Stop => stop is null ? "end_turn" : "stop_sequence",
            FinishReason.ToolCalls => "tool_use",
            // Whatever else cut the answer off, for the client it is as if it had no more tokens.
            _ => "max_tokens",
        });
        writer.WriteString("stop_sequence", stop);
    }

    private static void WriteUsage(Utf8JsonWriter writer, ChatRun run, int outputTokens)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("input_tokens", run.PromptTokens);
        writer.WriteNumber("output_tokens", outputTokens);
        writer.WriteEndObject();
    }
}
