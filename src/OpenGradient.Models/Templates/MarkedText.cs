using System.Collections.Immutable;
using OpenGradient.Models.Tokenizers;

namespace OpenGradient.Models.Templates;

/// <summary>A string in which every character knows whether the template wrote it or it came in with the messages.</summary>
/// <remarks>
/// Every string operation of templates is made of <see cref="Concat"/> and <see cref="Slice"/>, so the origin cannot get lost
/// on the way: text of a message stays text of a message through trimming, splitting, replacing and joining. Templates count
/// code points, as Python does: <see cref="Count"/> and <see cref="Points"/>; all else here counts UTF-16 units.
/// </remarks>
internal sealed class MarkedText
{
    private const int LengthLimit = 16 << 20;

    private readonly ImmutableArray<Run> _runs;
    private int[]? _starts;

    private MarkedText(string text, ImmutableArray<Run> runs, bool isSafe = false)
    {
        Text = text;
        _runs = runs;
        IsSafe = isSafe;
    }

    /// <summary>No characters.</summary>
    public static MarkedText Empty { get; } = new("", []);

    /// <summary>The characters.</summary>
    public string Text { get; }

    /// <summary>Whether a filter has marked it as HTML: what is added to it is escaped then, as Jinja's <c>Markup</c> has it.</summary>
    public bool IsSafe { get; }

    /// <summary>How many UTF-16 units there are.</summary>
    public int Length => Text.Length;

    /// <summary>How many code points there are.</summary>
    public int Count => Starts.Length == 0 ? Text.Length : Starts.Length - 1;

    /// <summary>Text that the template itself holds.</summary>
    public static MarkedText FromTemplate(string text) => Single(text, isTemplate: true);

    /// <summary>Text that came in with the messages, or was made from it.</summary>
    public static MarkedText FromInput(string text) => Single(text, isTemplate: false);

    /// <summary>All parts in order.</summary>
    public static MarkedText Concat(params IReadOnlyList<MarkedText> parts)
    {
        if (parts.Sum(static part => (long)part.Length) > LengthLimit)
            throw TemplateError.TooLarge($"The template makes a string of more than {LengthLimit} letters.");
        var runs = ImmutableArray.CreateBuilder<Run>();
        foreach (MarkedText part in parts)
        {
            foreach (Run run in part._runs)
            {
                if (runs.Count > 0 && runs[^1].IsTemplate == run.IsTemplate)
                    runs[^1] = run with { Length = runs[^1].Length + run.Length };
                else
                    runs.Add(run);
            }
        }

        return new MarkedText(string.Concat(parts.Select(static part => part.Text)), runs.ToImmutable());
    }

    /// <summary>The same text, marked as HTML or not.</summary>
    public MarkedText As(bool isSafe) => IsSafe == isSafe ? this : new MarkedText(Text, _runs, isSafe);

    /// <summary>A part of the text, in UTF-16 units.</summary>
    public MarkedText Slice(int start, int length)
    {
        if (length == Text.Length)
            return this;
        if (length == 0)
            return Empty.As(IsSafe);
        var runs = ImmutableArray.CreateBuilder<Run>();
        int runStart = 0;
        foreach (Run run in _runs)
        {
            int from = Math.Max(start, runStart);
            int to = Math.Min(start + length, runStart + run.Length);
            if (from < to)
                runs.Add(run with { Length = to - from });
            runStart += run.Length;
        }

        return new MarkedText(Text.Substring(start, length), runs.ToImmutable(), IsSafe);
    }

    /// <summary>A part of the text, in code points.</summary>
    public MarkedText Points(int start, int count)
    {
        int from = UnitAt(start);
        return Slice(from, UnitAt(start + count) - from);
    }

    /// <summary>Where a code point begins.</summary>
    public int UnitAt(int point) => Starts.Length == 0 ? point : Starts[point];

    /// <summary>Which code point begins at a unit.</summary>
    public int PointAt(int unit)
    {
        if (Starts.Length == 0)
            return unit;
        int index = Array.BinarySearch(Starts, unit);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>The same origins over other characters, where these are as many; otherwise they count as input.</summary>
    public MarkedText Map(Func<string, string> convert)
    {
        string text = convert(Text);
        return text.Length == Text.Length ? new MarkedText(text, _runs, IsSafe) : FromInput(text).As(IsSafe);
    }

    /// <summary>What the tokenizer reads.</summary>
    public IEnumerable<PromptSegment> Segments()
    {
        int start = 0;
        foreach (Run run in _runs)
        {
            yield return new PromptSegment(Text.Substring(start, run.Length), run.IsTemplate);
            start += run.Length;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Where each code point begins, and the end; empty where each is one unit.</summary>
    private int[] Starts => _starts ??= FindStarts(Text);

    private static int[] FindStarts(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDBFF'))
            return [];
        List<int> starts = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            starts.Add(i);
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
        }

        starts.Add(text.Length);
        return [.. starts];
    }

    private static MarkedText Single(string text, bool isTemplate) =>
        text.Length == 0 ? Empty : new MarkedText(text, [new Run(text.Length, isTemplate)]);

    private readonly record struct Run(int Length, bool IsTemplate);
}
