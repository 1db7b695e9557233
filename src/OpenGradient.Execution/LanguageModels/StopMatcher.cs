using System.Collections.Immutable;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Looks for stop strings in text that arrives in pieces, and holds back what may be the beginning of one.</summary>
internal sealed class StopMatcher(ImmutableArray<string> stops)
{
    private string _held = "";

    /// <summary>Whether a stop string has appeared.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>Takes more text; returns what is certain to be part of the answer.</summary>
    public string Append(string text)
    {
        if (HasStopped || text.Length == 0)
            return "";
        if (stops.IsEmpty)
            return text;
        string all = _held + text;
        int stop = FirstStop(all);
        HasStopped = stop >= 0;
        int certain = HasStopped ? stop : all.Length - LongestBeginning(all);
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

    /// <summary>Where the first stop string begins; -1 if there is none.</summary>
    private int FirstStop(string text)
    {
        int first = -1;
        foreach (string stop in stops)
        {
            int index = text.IndexOf(stop, StringComparison.Ordinal);
            if (index >= 0 && (first < 0 || index < first))
                first = index;
        }

        return first;
    }

    /// <summary>The length of the longest end of <paramref name="text"/> with which a stop string begins.</summary>
    private int LongestBeginning(string text)
    {
        int longest = 0;
        foreach (string stop in stops)
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
