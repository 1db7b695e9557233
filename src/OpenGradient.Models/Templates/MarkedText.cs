using System.Collections.Immutable;
using OpenGradient.Models.Tokenizers;

namespace OpenGradient.Models.Templates;

/// <summary>A string in which every character knows whether the template wrote it or it came in with the messages.</summary>
/// <remarks>
/// Every string operation of templates is made of <see cref="Concat"/> and <see cref="Slice"/>, so the origin cannot get lost
/// on the way: text of a message stays text of a message through trimming, splitting, replacing and joining.
/// </remarks>
internal sealed class MarkedText
{
    private const int LengthLimit = 16 << 20;

    private readonly ImmutableArray<Run> _runs;

    private MarkedText(string text, ImmutableArray<Run> runs)
    {
        Text = text;
        _runs = runs;
    }

    /// <summary>No characters.</summary>
    public static MarkedText Empty { get; } = new("", []);

    /// <summary>The characters.</summary>
    public string Text { get; }

    /// <summary>How many UTF-16 units there are.</summary>
    public int Length => Text.Length;

    /// <summary>How many letters there are, as Python counts: Unicode's code points.</summary>
    public int LetterCount
    {
        get
        {
            int count = Text.Length;
            for (int i = 1; i < Text.Length; i++)
                count -= char.IsSurrogatePair(Text[i - 1], Text[i]) ? 1 : 0;
            return count;
        }
    }

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

    /// <summary>A part of the text.</summary>
    public MarkedText Slice(int start, int length)
    {
        if (length == 0)
            return Empty;
        if (length == Text.Length)
            return this;
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

        return new MarkedText(Text.Substring(start, length), runs.ToImmutable());
    }

    /// <summary>The UTF-16 unit at which a letter begins; the end for the letter behind the last.</summary>
    public int UnitOf(int letter)
    {
        int unit = 0;
        for (; letter > 0; letter--)
            unit += LengthAt(unit);
        return unit;
    }

    /// <summary>A part of the text, in letters.</summary>
    public MarkedText Letters(int start, int count)
    {
        int unit = UnitOf(start);
        int end = unit;
        for (; count > 0; count--)
            end += LengthAt(end);
        return Slice(unit, end - unit);
    }

    /// <summary>Letter by letter.</summary>
    public IEnumerable<MarkedText> EachLetter()
    {
        for (int unit = 0; unit < Text.Length; unit += LengthAt(unit))
            yield return Slice(unit, LengthAt(unit));
    }

    private int LengthAt(int unit) => unit + 1 < Text.Length && char.IsSurrogatePair(Text[unit], Text[unit + 1]) ? 2 : 1;

    /// <summary>The same origins over other characters, one for one.</summary>
    public MarkedText Map(Func<string, string> convert)
    {
        string text = convert(Text);
        return text.Length == Text.Length ? new MarkedText(text, _runs) : FromInput(text);
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

    private static MarkedText Single(string text, bool isTemplate) =>
        text.Length == 0 ? Empty : new MarkedText(text, [new Run(text.Length, isTemplate)]);

    private readonly record struct Run(int Length, bool IsTemplate);
}
