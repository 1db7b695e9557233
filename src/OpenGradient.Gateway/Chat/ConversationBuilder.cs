using System.Collections.Immutable;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Builds a conversation in the form of <see cref="ChatMessageReader"/> out of what other APIs keep in pieces.</summary>
internal sealed class ConversationBuilder
{
    private const int MaximumMessages = 4096;

    private readonly ImmutableArray<JsonValue>.Builder _messages = ImmutableArray.CreateBuilder<JsonValue>();
    private readonly ImmutableArray<JsonValue>.Builder _calls = ImmutableArray.CreateBuilder<JsonValue>();
    private string? _answer;

    /// <summary>A message of the system or the user.</summary>
    public void Add(string role, string content)
    {
        EndAnswer();
        _messages.Add(JsonValue.Object(("role", JsonValue.String(role)), ("content", JsonValue.String(content))));
    }

    /// <summary>Text of the assistant; calls that follow belong to the same message.</summary>
    public void AddAnswer(string content)
    {
        EndAnswer();
        _answer = content;
    }

    /// <summary>A call of a tool by the assistant.</summary>
    public void AddCall(string id, ToolCall call) => _calls.Add(AssistantMessage.CallJson(id, call));

    /// <summary>What a tool gave.</summary>
    public void AddResult(string callId, string content)
    {
        EndAnswer();
        _messages.Add(JsonValue.Object(
            ("role", JsonValue.String("tool")), ("content", JsonValue.String(content)), ("tool_call_id", JsonValue.String(callId))));
    }

    /// <summary>The conversation.</summary>
    /// <exception cref="InvalidInputException">It has no message, or too many; the subject is <paramref name="path"/>.</exception>
    public ImmutableArray<JsonValue> Build(string path)
    {
        EndAnswer();
        return _messages.Count is > 0 and <= MaximumMessages
            ? _messages.ToImmutable()
            : throw JsonMembers.Invalid(path, $"A conversation has 1 to {MaximumMessages} messages.");
    }

    private void EndAnswer()
    {
        if (_answer is null && _calls.Count == 0)
            return;
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>(3);
        members.Add(new("role", JsonValue.String("assistant")));
        if (_answer is { Length: > 0 } || _calls.Count == 0)
            members.Add(new("content", JsonValue.String(_answer!)));
        if (_calls.Count > 0)
            members.Add(new("tool_calls", JsonValue.Array(_calls.ToImmutable())));
        _messages.Add(JsonValue.Object(members.ToImmutable()));
        _calls.Clear();
        _answer = null;
    }
}
