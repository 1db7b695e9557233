using System.Collections.Immutable;
using System.Text.Json;

namespace OpenGradient.Gateway;

/// <summary>How one API takes a request and writes its answers. Made for each request; calls come one at a time.</summary>
internal interface IAnswerFormat
{
    /// <summary>What was asked, in the one form that all APIs share.</summary>
    ChatRequest Request { get; }

    /// <summary>Whether the stream shows the answer and nothing else, so that evidence can flow with it.</summary>
    bool HasSegments => true;

    /// <summary>The API's name for a parameter of <see cref="ChatRequest"/> that turned out to be wrong.</summary>
    string NameOf(string parameter) => parameter;

    /// <summary>The answers in one piece.</summary>
    void WriteWhole(Utf8JsonWriter writer, ImmutableArray<ChatAnswer> answers);

    /// <summary>A stream begins; nothing has been computed yet.</summary>
    void Begin(ServerSentEvents events, ImmutableArray<ChatRun> runs);

    /// <summary>More text of one answer; never empty.</summary>
    void WriteText(ServerSentEvents events, ChatRun run, string text);

    /// <summary>One answer is over; all its text has been written, its calls have not.</summary>
    void Finish(ServerSentEvents events, ChatAnswer answer);

    /// <summary>All answers are over.</summary>
    void End(ServerSentEvents events, ImmutableArray<ChatAnswer> answers);
}
