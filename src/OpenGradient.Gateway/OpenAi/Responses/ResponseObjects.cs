using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Templates;
using FinishReason = OpenGradient.Receipts.FinishReason;

namespace OpenGradient.Gateway;

/// <summary>Writes the objects of the responses API: the response and its output items.</summary>
internal sealed class ResponseObjects(ChatRequest request, ResponseEcho echo)
{
    private const string InProgress = "in_progress";
    private const string Completed = "completed";
    private const string Incomplete = "incomplete";

    /// <summary>How an answer that is over ended: by itself, or because it was cut off.</summary>
    public static string StatusOf(ChatAnswer answer) => answer.Finish is FinishReason.Stop or FinishReason.ToolCalls ? Completed : Incomplete;

    public static string MessageId(ChatRun run) => "msg_" + run.AnswerId;

    public static string CallItemId(ChatRun run, int index) => $"fc_{run.AnswerId}_{index}";

    /// <summary>Whether the output has a message: it has one unless the answer is calls and nothing else.</summary>
    public static bool HasMessage(AssistantMessage message) => message.Content.Length > 0 || message.ToolCalls.IsEmpty;

    /// <summary>The response before there is an answer.</summary>
    public void WriteBegun(Utf8JsonWriter writer, ChatRun run)
    {
        WriteHead(writer, run, InProgress);
        writer.WriteNull("incomplete_details");
        writer.WriteStartArray("output");
        writer.WriteEndArray();
        WriteSettings(writer);
        writer.WriteNull("usage");
        writer.WriteEndObject();
    }

    /// <summary>The response with the answer.</summary>
    public void WriteEnded(Utf8JsonWriter writer, ChatAnswer answer)
    {
        WriteHead(writer, answer.Run, StatusOf(answer));
        WriteIncompleteDetails(writer, StatusOf(answer));
        writer.WriteStartArray("output");
        if (HasMessage(answer.Message))
            WriteMessage(writer, answer);
        for (int index = 0; index < answer.Message.ToolCalls.Length; index++)
            WriteCall(writer, answer, index, isBegun: false);
        writer.WriteEndArray();
        WriteSettings(writer);
        WriteUsage(writer, answer);
        ReceiptJson.Write(writer, [answer]);
        writer.WriteEndObject();
    }

    /// <summary>The message that is about to be written.</summary>
    public static void WriteBegunMessage(Utf8JsonWriter writer, ChatRun run) => WriteMessage(writer, run, InProgress, static () => { });

    /// <summary>The message of an answer.</summary>
    public static void WriteMessage(Utf8JsonWriter writer, ChatAnswer answer) =>
        WriteMessage(writer, answer.Run, StatusOf(answer), () => WritePart(writer, answer.Run, answer.Message.Content, answer.Result.Logprobs));

    /// <summary>The text of a message, and how likely its tokens were.</summary>
    public static void WritePart(Utf8JsonWriter writer, ChatRun run, string text, ImmutableArray<TokenLogprobs> logprobs)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "output_text");
        writer.WriteString("text", text);
        writer.WriteStartArray("annotations");
        writer.WriteEndArray();
        LogprobsJson.WriteTokens(writer, "logprobs", run, logprobs);
        writer.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter writer, ChatRun run, string status, Action writeContent)
    {
        writer.WriteStartObject();
        writer.WriteString("id", MessageId(run));
        writer.WriteString("type", "message");
        writer.WriteString("status", status);
        writer.WriteString("role", "assistant");
        writer.WriteStartArray("content");
        writeContent();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>A call of a function; one that has begun has no arguments yet.</summary>
    public static void WriteCall(Utf8JsonWriter writer, ChatAnswer answer, int index, bool isBegun)
    {
        ToolCall call = answer.Message.ToolCalls[index];
        writer.WriteStartObject();
        writer.WriteString("id", CallItemId(answer.Run, index));
        writer.WriteString("type", "function_call");
        writer.WriteString("status", isBegun ? InProgress : Completed);
        writer.WriteString("call_id", answer.Message.CallId(index));
        writer.WriteString("name", call.Name);
        writer.WriteString("arguments", isBegun ? "" : call.Arguments);
        writer.WriteEndObject();
    }

    private void WriteHead(Utf8JsonWriter writer, ChatRun run, string status)
    {
        writer.WriteStartObject();
        writer.WriteString("id", "resp_" + run.AnswerId);
        writer.WriteString("object", "response");
        writer.WriteNumber("created_at", run.StartedAt);
        writer.WriteString("status", status);
        writer.WriteBoolean("background", false);
        writer.WriteNull("error");
        writer.WriteString("instructions", echo.Instructions);
        writer.WriteString("model", run.ModelName);
    }

    /// <summary>Why an answer was cut off; what its time or its grammar cut off is for the client as if it had no more tokens.</summary>
    private static void WriteIncompleteDetails(Utf8JsonWriter writer, string status)
    {
        if (status != Incomplete)
        {
            writer.WriteNull("incomplete_details");
            return;
        }

        writer.WriteStartObject("incomplete_details");
        writer.WriteString("reason", "max_output_tokens");
        writer.WriteEndObject();
    }

    /// <summary>The settings that the answer is made with, those that were not sent included.</summary>
    private void WriteSettings(Utf8JsonWriter writer)
    {
        WriteNumber(writer, "max_output_tokens", request.MaxTokens ?? "null");
        writer.WriteBoolean("parallel_tool_calls", request.AllowsParallelCalls);
        writer.WriteNull("previous_response_id");
        writer.WriteBoolean("store", false);
        WriteNumber(writer, "temperature", request.Temperature ?? "0");
        WriteRaw(writer, "text", echo.Text);
        WriteRaw(writer, "tool_choice", echo.ToolChoice);
        WriteRaw(writer, "tools", echo.Tools);
        WriteNumber(writer, "top_p", request.TopP ?? "1");
        WriteNumber(writer, "top_logprobs", request.TopLogprobs ?? "0");
        writer.WriteString("truncation", "disabled");
        WriteRaw(writer, "metadata", echo.Metadata);
    }

    private static void WriteRaw(Utf8JsonWriter writer, string name, ReadOnlyMemory<byte> json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json.Span, skipInputValidation: true);
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, string text)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(text, skipInputValidation: true);
    }

    private static void WriteUsage(Utf8JsonWriter writer, ChatAnswer answer)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("input_tokens", answer.Run.PromptTokens);
        writer.WriteStartObject("input_tokens_details");
        writer.WriteNumber("cached_tokens", 0);
        writer.WriteEndObject();
        writer.WriteNumber("output_tokens", answer.OutputTokens);
        writer.WriteStartObject("output_tokens_details");
        writer.WriteNumber("reasoning_tokens", 0);
        writer.WriteEndObject();
        writer.WriteNumber("total_tokens", answer.Run.PromptTokens + answer.OutputTokens);
        writer.WriteEndObject();
    }
}
