using System.Text;

namespace OpenGradient.Gateway;

/// <summary>Lets through what is certain to be content of the answer while it grows, and holds back what may belong to a call of a tool.</summary>
/// <remarks>What was let through is always a beginning of the finished message's content: see <see cref="AssistantMessage.Read"/>.</remarks>
internal sealed class ContentStream(bool hasTools)
{
    private readonly StringBuilder _held = new();
    private int _releasedLength;
    private bool _isInCall;

    /// <summary>Takes text of the answer; returns what can go out now.</summary>
    public string Append(string text)
    {
        if (!hasTools)
        {
            _releasedLength += text.Length;
            return text;
        }

        _held.Append(text);
        if (_isInCall)
            return "";
        string held = _held.ToString();
        int call = held.IndexOf(AssistantMessage.CallBegin, StringComparison.Ordinal);
        _isInCall = call >= 0;
        int certain = CertainLength(held.AsSpan(0, call >= 0 ? call : held.Length - LongestBeginning(held)));
        _held.Remove(0, certain);
        _releasedLength += certain;
        return held[..certain];
    }

    /// <summary>What is left of the finished message's content.</summary>
    public string Finish(AssistantMessage message) => message.Content[Math.Min(_releasedLength, message.Content.Length)..];

    /// <summary>White space at the end waits: it is no content if a call follows.</summary>
    private static int CertainLength(ReadOnlySpan<char> text) => text.TrimEnd().Length;

    /// <summary>The length of the longest end of the text with which a call could begin.</summary>
    private static int LongestBeginning(string text)
    {
        for (int length = Math.Min(AssistantMessage.CallBegin.Length - 1, text.Length); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(AssistantMessage.CallBegin.AsSpan(0, length)))
                return length;
        }

        return 0;
    }
}
