using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Execution.LanguageModels;

namespace OpenGradient.Gateway;

/// <summary><c>POST /v1/completions</c> (OpenAI API): writes its objects.</summary>
/// <param name="request">The request.</param>
/// <param name="isEchoed">Whether the prompt's text comes back in front of each answer.</param>
internal sealed class CompletionJson(ChatRequest request, bool isEchoed) : IAnswerFormat
{
    private readonly int[] _offsets = new int[request.ChoiceCount];

    public ChatRequest Request => request;

    /// <summary>An echo of the prompt is no part of the answer.</summary>
    public bool HasSegments => !isEchoed;

    public string NameOf(string parameter) => parameter switch
    {
        "messages" => "prompt",
        "top_logprobs" => "logprobs",
        _ => parameter,
    };

    public void WriteWhole(Utf8JsonWriter writer, ImmutableArray<ChatAnswer> answers)
    {
        WriteHead(writer, answers[0].Run);
        writer.WriteStartArray("choices");
        foreach (ChatAnswer answer in answers)
            WriteChoice(writer, answer.Run, Echo(answer.Run) + answer.Result.Text, answer.Result.Logprobs, OpenAiFinish.NameOf(answer.Finish));
        writer.WriteEndArray();
        OpenAiUsage.Write(writer, answers);
        ReceiptJson.Write(writer, answers);
        writer.WriteEndObject();
    }

    public void Begin(ServerSentEvents events, ImmutableArray<ChatRun> runs)
    {
        foreach (ChatRun run in isEchoed ? runs : [])
            WriteChunk(events, run, Echo(run), finish: null);
    }

    public void WriteText(ServerSentEvents events, ChatRun run, string text) => WriteChunk(events, run, text, finish: null);

    public void Finish(ServerSentEvents events, ChatAnswer answer) => WriteChunk(events, answer.Run, "", OpenAiFinish.NameOf(answer.Finish));

    /// <summary>The last chunk, without choices: usage and receipts, as far as they were asked for.</summary>
    public void End(ServerSentEvents events, ImmutableArray<ChatAnswer> answers)
    {
        if (request.IncludesUsage || answers[0].Receipt is not null)
            events.Write(writer => WriteTail(writer, answers));
        events.WriteDone();
    }

    private string Echo(ChatRun run) => isEchoed ? run.ReadPromptText() : "";

    private void WriteChunk(ServerSentEvents events, ChatRun run, string text, string? finish) => events.Write(writer =>
    {
        WriteHead(writer, run);
        writer.WriteStartArray("choices");
        WriteChoice(writer, run, text, run.TakeLogprobs(), finish);
        writer.WriteEndArray();
        if (request.IncludesUsage)
            writer.WriteNull("usage");
        writer.WriteEndObject();
    });

    private void WriteTail(Utf8JsonWriter writer, ImmutableArray<ChatAnswer> answers)
    {
        WriteHead(writer, answers[0].Run);
        writer.WriteStartArray("choices");
        writer.WriteEndArray();
        if (request.IncludesUsage)
            OpenAiUsage.Write(writer, answers);
        ReceiptJson.Write(writer, answers);
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, ChatRun run)
    {
        writer.WriteStartObject();
        writer.WriteString("id", "cmpl-" + run.AnswerId);
        writer.WriteString("object", "text_completion");
        writer.WriteNumber("created", run.StartedAt);
        writer.WriteString("model", run.ModelName);
        writer.WriteString("system_fingerprint", "program-" + run.ProgramId[..16]);
    }

    private void WriteChoice(Utf8JsonWriter writer, ChatRun run, string text, ImmutableArray<TokenLogprobs> logprobs, string? finish)
    {
        writer.WriteStartObject();
        writer.WriteString("text", text);
        writer.WriteNumber("index", run.Choice);
        CompletionLogprobsJson.Write(writer, run, logprobs, ref _offsets[run.Choice]);
        writer.WriteString("finish_reason", finish);
        writer.WriteEndObject();
    }
}
