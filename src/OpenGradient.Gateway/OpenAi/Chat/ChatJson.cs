using System.Text.Json;
using OpenGradient.Models.Templates;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>Writes the objects of the chat completions API.</summary>
internal sealed class ChatJson(ChatRun run, bool includesUsage)
{
    /// <summary>An answer in one piece.</summary>
    public void WriteCompletion(Utf8JsonWriter writer, AssistantMessage message, FinishReason finish, int completionTokens, IssuedReceipt? receipt)
    {
        WriteHead(writer, "chat.completion");
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", 0);
        writer.WriteStartObject("message");
        writer.WriteString("role", "assistant");
        if (message.Content.Length > 0 || message.ToolCalls.IsEmpty)
            writer.WriteString("content", message.Content);
        else
            writer.WriteNull("content");
        writer.WriteNull("refusal");
        if (!message.ToolCalls.IsEmpty)
            WriteToolCalls(writer, message, isDelta: false);
        writer.WriteEndObject();
        writer.WriteNull("logprobs");
        writer.WriteString("finish_reason", finish.WireName());
        writer.WriteEndObject();
        writer.WriteEndArray();
        WriteUsage(writer, completionTokens);
        if (receipt is not null)
            ReceiptJson.Write(writer, receipt);
        writer.WriteEndObject();
    }

    /// <summary>The first chunk of a stream: who speaks.</summary>
    public void WriteRole(Utf8JsonWriter writer) => WriteChunk(writer, finish: null, static delta =>
    {
        delta.WriteString("role", "assistant");
        delta.WriteString("content", "");
    });

    /// <summary>More text.</summary>
    public void WriteContent(Utf8JsonWriter writer, string text) => WriteChunk(writer, finish: null, delta => delta.WriteString("content", text));

    /// <summary>All calls of tools, complete.</summary>
    public void WriteToolCalls(Utf8JsonWriter writer, AssistantMessage message) =>
        WriteChunk(writer, finish: null, delta => WriteToolCalls(delta, message, isDelta: true));

    /// <summary>Why it is over.</summary>
    public void WriteFinish(Utf8JsonWriter writer, FinishReason finish) => WriteChunk(writer, finish.WireName(), static _ => { });

    /// <summary>The last chunk, without choices: usage and receipt, as far as they were asked for.</summary>
    public void WriteTail(Utf8JsonWriter writer, int completionTokens, IssuedReceipt? receipt)
    {
        WriteHead(writer, "chat.completion.chunk");
        writer.WriteStartArray("choices");
        writer.WriteEndArray();
        if (includesUsage)
            WriteUsage(writer, completionTokens);
        if (receipt is not null)
            ReceiptJson.Write(writer, receipt);
        writer.WriteEndObject();
    }

    private void WriteChunk(Utf8JsonWriter writer, string? finish, Action<Utf8JsonWriter> writeDelta)
    {
        WriteHead(writer, "chat.completion.chunk");
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", 0);
        writer.WriteStartObject("delta");
        writeDelta(writer);
        writer.WriteEndObject();
        writer.WriteNull("logprobs");
        writer.WriteString("finish_reason", finish);
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (includesUsage)
            writer.WriteNull("usage");
        writer.WriteEndObject();
    }

    private void WriteHead(Utf8JsonWriter writer, string kind)
    {
        writer.WriteStartObject();
        writer.WriteString("id", "chatcmpl-" + run.ProviderNonce[..24]);
        writer.WriteString("object", kind);
        writer.WriteNumber("created", run.StartedAt);
        writer.WriteString("model", run.ModelName);
        writer.WriteString("system_fingerprint", "program-" + run.ProgramId[..16]);
    }

    private static void WriteToolCalls(Utf8JsonWriter writer, AssistantMessage message, bool isDelta)
    {
        writer.WriteStartArray("tool_calls");
        for (int index = 0; index < message.ToolCalls.Length; index++)
        {
            ToolCall call = message.ToolCalls[index];
            writer.WriteStartObject();
            if (isDelta)
                writer.WriteNumber("index", index);
            writer.WriteString("id", message.CallId(index));
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", call.Name);
            writer.WriteString("arguments", call.Arguments);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteUsage(Utf8JsonWriter writer, int completionTokens)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", run.PromptTokens);
        writer.WriteNumber("completion_tokens", completionTokens);
        writer.WriteNumber("total_tokens", run.PromptTokens + completionTokens);
        writer.WriteEndObject();
    }
}
