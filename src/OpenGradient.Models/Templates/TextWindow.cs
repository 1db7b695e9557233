namespace OpenGradient.Models.Templates;

/// <summary>The part of a string that its methods look at: from letter <c>start</c> up to letter <c>end</c>, which count from the end where they are negative.</summary>
/// <param name="Text">The part.</param>
/// <param name="First">How many letters stand before it.</param>
internal sealed record TextWindow(string Text, long First)
{
    /// <summary>The part that the second and third argument name; null if it begins behind the end, where not even an empty string is.</summary>
    public static TextWindow? Of(MarkedText text, List<object> arguments)
    {
        if (arguments.Count < 2)
            return new TextWindow(text.Text, 0);
        int count = text.LetterCount;
        long start = Bound(arguments, 1, count, 0);
        long end = Math.Min(count, Bound(arguments, 2, count, count));
        return start > end ? null : new TextWindow(text.Letters((int)start, (int)(end - start)).Text, start);
    }

    /// <summary>The letter at which another text begins first or last; -1 if it does nowhere.</summary>
    public static long Find(MarkedText text, MarkedText part, List<object> arguments, bool fromEnd)
    {
        if (Of(text, arguments) is not { } window)
            return -1;
        int unit = fromEnd ? window.Text.LastIndexOf(part.Text, StringComparison.Ordinal) : window.Text.IndexOf(part.Text, StringComparison.Ordinal);
        return unit < 0 ? -1 : window.First + MarkedText.FromTemplate(window.Text[..unit]).LetterCount;
    }

    /// <summary>How often another text is there, without overlaps; the empty one between all letters.</summary>
    public static long Count(MarkedText text, MarkedText part, List<object> arguments) => Of(text, arguments) switch
    {
        null => 0,
        { } window when part.Length == 0 => MarkedText.FromTemplate(window.Text).LetterCount + 1,
        { } window => window.Text.AsSpan().Count(part.Text),
    };

    private static long Bound(List<object> arguments, int index, int count, long otherwise)
    {
        if (index >= arguments.Count || arguments[index] is TemplateNone)
            return otherwise;
        long bound = TemplateOperators.Integer(arguments[index]);
        return bound < 0 ? Math.Max(0, bound + count) : bound;
    }
}
