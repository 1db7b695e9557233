using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>Finds tool calls in an answer that arrives in pieces: the form of Hermes and Qwen models.</summary>
/// <remarks>
/// <code>&lt;tool_call&gt; {"name": "…", "arguments": {…}} &lt;/tool_call&gt;</code>
/// Text before the first tag passes at once, but for what may be the beginning of a tag. What follows the tag waits for the end. If
/// any of it does not parse, all of it is text: nothing is guessed. Not for use by two threads.
/// </remarks>
public sealed class ToolCallParser
{
    /// <summary>What stands before a call.</summary>
    public const string OpenTag = AnswerForm.OpenTag;

    /// <summary>What stands behind a call.</summary>
    public const string CloseTag = AnswerForm.CloseTag;

    private readonly StringBuilder _content = new();
    private string _held = "";
    private bool _isInCalls;

    /// <summary>Takes a whole answer apart.</summary>
    public static ParsedAnswer Parse(string text)
    {
        ToolCallParser parser = new();
        parser.Append(text);
        parser.Finish(out ParsedAnswer answer);
        return answer;
    }

    /// <summary>Takes more of the answer; returns what is certain to be text.</summary>
    public string Append(string text)
    {
        _held += text;
        if (_isInCalls)
            return "";
        int tag = _held.IndexOf(OpenTag, StringComparison.Ordinal);
        _isInCalls = tag >= 0;
        int certain = _isInCalls ? tag : _held.Length - TagBeginning(_held);
        while (certain > 0 && char.IsWhiteSpace(_held[certain - 1]))
            certain--;
        string passed = _held[..certain];
        _held = _held[certain..];
        _content.Append(passed);
        return passed;
    }

    /// <summary>The answer is over; returns the text that was held back, and the whole answer taken apart.</summary>
    public string Finish(out ParsedAnswer answer)
    {
        string rest = "";
        if (!_isInCalls || !TryReadCalls(_held, out ImmutableArray<ToolCall> calls))
        {
            calls = [];
            rest = _held;
            _content.Append(rest);
        }

        _held = "";
        answer = new ParsedAnswer(_content.ToString(), calls);
        return rest;
    }

    /// <summary>The length of the longest end of <paramref name="text"/> with which the tag begins.</summary>
    private static int TagBeginning(string text)
    {
        for (int length = Math.Min(OpenTag.Length - 1, text.Length); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(OpenTag.AsSpan(0, length)))
                return length;
        }

        return 0;
    }

    private static bool TryReadCalls(string text, out ImmutableArray<ToolCall> calls)
    {
        var found = ImmutableArray.CreateBuilder<ToolCall>();
        string rest = text.Trim();
        while (rest.Length > 0)
        {
            int end = rest.IndexOf(CloseTag, StringComparison.Ordinal);
            if (!rest.StartsWith(OpenTag, StringComparison.Ordinal) || end < 0 || !TryReadCall(rest[OpenTag.Length..end], out ToolCall? call))
            {
                calls = [];
                return false;
            }

            found.Add(call);
            rest = rest[(end + CloseTag.Length)..].TrimStart();
        }

        calls = found.ToImmutable();
        return true;
    }

    private static bool TryReadCall(string json, [NotNullWhen(true)] out ToolCall? call)
    {
        call = null;
        if (!JsonReader.TryRead(Encoding.UTF8.GetBytes(json), out JsonValue? value) || !value.TryGetString("name", out string? name))
            return false;
        if (!value.TryGet("arguments", out JsonValue? arguments) || arguments.Kind != JsonKind.Object)
            return false;
        call = new ToolCall(name, JsonText.Write(arguments));
        return true;
    }
}
