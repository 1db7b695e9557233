using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Models.Templates;

namespace OpenGradient.Gateway;

/// <summary><c>POST /v1/chat/completions</c> (OpenAI API): writes its objects.</summary>
internal sealed class ChatJson(ChatRequest request) : IAnswerFormat
{
    public ChatRequest Request => request;

    public void WriteWhole(Utf8JsonWriter writer, ImmutableArray<ChatAnswer> answers)
    {
        WriteHead(writer, answers[0].Run, "chat.completion");
        writer.WriteStartArray("choices");
        foreach (ChatAnswer answer in answers)
            WriteChoice(writer, answer);
        writer.WriteEndArray();
        OpenAiUsage.Write(writer, answers);
        ReceiptJson.Write(writer, answers);
        writer.WriteEndObject();
    }

    /// <summary>The first chunk of each answer: who speaks.</summary>
    public void Begin(ServerSentEvents events, ImmutableArray<ChatRun> runs)
    {
        foreach (ChatRun run in runs)
        {
            WriteChunk(events, run, finish: null, static delta =>
            {
                delta.WriteString("role", "assistant");
                delta.WriteString("content", "");
            });
        }
    }

    public void WriteText(ServerSentEvents events, ChatRun run, string text) =>
        WriteChunk(events, run, finish: null, delta => delta.WriteString("content", text));

    /// <summary>All calls of tools, complete; then why it is over.</summary>
    public void Finish(ServerSentEvents events, ChatAnswer answer)
    {
        if (!answer.Message.ToolCalls.IsEmpty)
            WriteChunk(events, answer.Run, finish: null, delta => WriteToolCalls(delta, answer.Message, isDelta: true));
        WriteChunk(events, answer.Run, OpenAiFinish.NameOf(answer.Finish), static _ => { });
    }

    /// <summary>The last chunk, without choices: usage and receipts, as far as they were asked for.</summary>
    public void End(ServerSentEvents events, ImmutableArray<ChatAnswer> answers)
    {
        if (request.IncludesUsage || answers[0].Receipt is not null)
            events.Write(writer => WriteTail(writer, answers));
        events.WriteDone();
    }

    private static void WriteChoice(Utf8JsonWriter writer, ChatAnswer answer)
    {
        AssistantMessage message = answer.Message;
        writer.WriteStartObject();
        writer.WriteNumber("index", answer.Run.Choice);
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
        LogprobsJson.Write(writer, answer.Run, answer.Result.Logprobs);
        writer.WriteString("finish_reason", OpenAiFinish.NameOf(answer.Finish));
        writer.WriteEndObject();
    }

    private void WriteChunk(ServerSentEvents events, ChatRun run, string? finish, Action<Utf8JsonWriter> writeDelta) => events.Write(writer =>
    {
        WriteHead(writer, run, "chat.completion.chunk");
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", run.Choice);
        writer.WriteStartObject("delta");
        writeDelta(writer);
        writer.WriteEndObject();
        LogprobsJson.Write(writer, run, run.TakeLogprobs());
        writer.WriteString("finish_reason", finish);
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (request.IncludesUsage)
            writer.WriteNull("usage");
        writer.WriteEndObject();
    });

    private void WriteTail(Utf8JsonWriter writer, ImmutableArray<ChatAnswer> answers)
    {
        WriteHead(writer, answers[0].Run, "chat.completion.chunk");
        writer.WriteStartArray("choices");
        writer.WriteEndArray();
        if (request.IncludesUsage)
            OpenAiUsage.Write(writer, answers);
        ReceiptJson.Write(writer, answers);
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, ChatRun run, string kind)
    {
        writer.WriteStartObject();
        writer.WriteString("id", "chatcmpl-" + run.AnswerId);
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
}
