using System.Collections.Immutable;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Looks for what ends an answer in text that arrives in pieces, and holds back what may be the beginning of it.</summary>
/// <param name="stops">The answer ends before the first of them.</param>
/// <param name="endText">The answer ends behind it; null for none.</param>
internal sealed class StopMatcher(ImmutableArray<string> stops, string? endText)
{
    private readonly ImmutableArray<string> _sought = endText is null ? stops : [.. stops, endText];
    private string _held = "";

    /// <summary>Whether one of them has appeared.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>Takes more text; returns what is certain to be part of the answer.</summary>
    public string Append(string text)
    {
        if (HasStopped || text.Length == 0)
            return "";
        if (_sought.IsEmpty)
            return text;
        string all = _held + text;
        int end = FindEnd(all);
        HasStopped = end >= 0;
        int certain = HasStopped ? end : all.Length - LongestBeginning(all);
        _held = HasStopped ? "" : all[certain..];
        return all[..certain];
    }

    /// <summary>What was held back, when no more text comes.</summary>
    public string Finish()
    {
        string held = _held;
        _held = "";
        return held;
    }

    /// <summary>Where the answer ends: by what begins first, a stop string if two begin at one place; -1 if it does not.</summary>
    private int FindEnd(string text)
    {
        int first = -1;
        foreach (string stop in stops)
        {
            int index = text.IndexOf(stop, StringComparison.Ordinal);
            if (index >= 0 && (first < 0 || index < first))
                first = index;
        }

        int last = endText is null ? -1 : text.IndexOf(endText, StringComparison.Ordinal);
        return last >= 0 && (first < 0 || last < first) ? last + endText!.Length : first;
    }

    /// <summary>The length of the longest end of <paramref name="text"/> with which one of them begins.</summary>
    private int LongestBeginning(string text)
    {
        int longest = 0;
        foreach (string stop in _sought)
        {
            for (int length = Math.Min(stop.Length - 1, text.Length); length > longest; length--)
            {
                if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                    longest = length;
            }
        }

        return longest;
    }
}
