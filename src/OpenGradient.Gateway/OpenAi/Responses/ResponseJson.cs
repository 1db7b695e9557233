using System.Collections.Immutable;
using System.Text.Json;

namespace OpenGradient.Gateway;

/// <summary><c>POST /v1/responses</c> (OpenAI API): writes a response in one piece, or as the typed events that official clients expect.</summary>
internal sealed class ResponseJson(ChatRequest request, ResponseEcho echo) : IAnswerFormat
{
    private readonly ResponseObjects _objects = new(request, echo);
    private int _sequenceNumber;
    private bool _hasMessage;

    public ChatRequest Request => request;

    public string NameOf(string parameter) => parameter switch
    {
        "messages" => "input",
        "max_tokens" => "max_output_tokens",
        _ => parameter
            .Replace("response_format.json_schema", "text.format", StringComparison.Ordinal)
            .Replace(".function.", ".", StringComparison.Ordinal),
    };

    public void WriteWhole(Utf8JsonWriter writer, ImmutableArray<ChatAnswer> answers) => _objects.WriteEnded(writer, answers[0]);

    public void Begin(ServerSentEvents events, ImmutableArray<ChatRun> runs)
    {
        foreach (string type in (ReadOnlySpan<string>)["response.created", "response.in_progress"])
        {
            Write(events, type, writer =>
            {
                writer.WritePropertyName("response");
                _objects.WriteBegun(writer, runs[0]);
            });
        }
    }

    public void WriteText(ServerSentEvents events, ChatRun run, string text)
    {
        if (!_hasMessage)
            BeginMessage(events, run);
        WritePartEvent(events, "response.output_text.delta", run, writer =>
        {
            writer.WriteString("delta", text);
            LogprobsJson.WriteTokens(writer, "logprobs", run, run.TakeLogprobs());
        });
    }

    public void Finish(ServerSentEvents events, ChatAnswer answer)
    {
        if (!_hasMessage && ResponseObjects.HasMessage(answer.Message))
            BeginMessage(events, answer.Run);
        if (_hasMessage)
            EndMessage(events, answer);
        for (int index = 0; index < answer.Message.ToolCalls.Length; index++)
            WriteCall(events, answer, index);
    }

    public void End(ServerSentEvents events, ImmutableArray<ChatAnswer> answers) => Write(events, "response." + ResponseObjects.StatusOf(answers[0]), writer =>
    {
        writer.WritePropertyName("response");
        _objects.WriteEnded(writer, answers[0]);
    });

    private void BeginMessage(ServerSentEvents events, ChatRun run)
    {
        _hasMessage = true;
        WriteItemEvent(events, "response.output_item.added", 0, writer => ResponseObjects.WriteBegunMessage(writer, run));
        WritePartEvent(events, "response.content_part.added", run, writer =>
        {
            writer.WritePropertyName("part");
            ResponseObjects.WritePart(writer, run, "", []);
        });
    }

    private void EndMessage(ServerSentEvents events, ChatAnswer answer)
    {
        string text = answer.Message.Content;
        WritePartEvent(events, "response.output_text.done", answer.Run, writer =>
        {
            writer.WriteString("text", text);
            LogprobsJson.WriteTokens(writer, "logprobs", answer.Run, answer.Result.Logprobs);
        });
        WritePartEvent(events, "response.content_part.done", answer.Run, writer =>
        {
            writer.WritePropertyName("part");
            ResponseObjects.WritePart(writer, answer.Run, text, answer.Result.Logprobs);
        });
        WriteItemEvent(events, "response.output_item.done", 0, writer => ResponseObjects.WriteMessage(writer, answer));
    }

    private void WriteCall(ServerSentEvents events, ChatAnswer answer, int index)
    {
        int outputIndex = index + (_hasMessage ? 1 : 0);
        string arguments = answer.Message.ToolCalls[index].Arguments;
        WriteItemEvent(events, "response.output_item.added", outputIndex, writer => ResponseObjects.WriteCall(writer, answer, index, isBegun: true));
        WriteArgumentsEvent("response.function_call_arguments.delta", "delta");
        WriteArgumentsEvent("response.function_call_arguments.done", "arguments");
        WriteItemEvent(events, "response.output_item.done", outputIndex, writer => ResponseObjects.WriteCall(writer, answer, index, isBegun: false));

        void WriteArgumentsEvent(string type, string member) => Write(events, type, writer =>
        {
            writer.WriteString("item_id", ResponseObjects.CallItemId(answer.Run, index));
            writer.WriteNumber("output_index", outputIndex);
            writer.WriteString("name", answer.Message.ToolCalls[index].Name);
            writer.WriteString(member, arguments);
        });
    }

    private void WriteItemEvent(ServerSentEvents events, string type, int outputIndex, Action<Utf8JsonWriter> writeItem) => Write(events, type, writer =>
    {
        writer.WriteNumber("output_index", outputIndex);
        writer.WritePropertyName("item");
        writeItem(writer);
    });

    private void WritePartEvent(ServerSentEvents events, string type, ChatRun run, Action<Utf8JsonWriter> writeRest) => Write(events, type, writer =>
    {
        writer.WriteString("item_id", ResponseObjects.MessageId(run));
        writer.WriteNumber("output_index", 0);
        writer.WriteNumber("content_index", 0);
        writeRest(writer);
    });

    private void Write(ServerSentEvents events, string type, Action<Utf8JsonWriter> writeRest) => events.Write(type, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteNumber("sequence_number", _sequenceNumber++);
        writeRest(writer);
        writer.WriteEndObject();
    });
}
