namespace OpenGradient.Gateway;

/// <summary>Text that came from outside, made fit for a message.</summary>
internal static class Text
{
    private const int MaximumLength = 60;

    /// <summary>At most 60 characters, without control characters.</summary>
    public static string Shorten(string text)
    {
        string shown = text.Length <= MaximumLength ? text : text[..MaximumLength] + "…";
        return string.Concat(shown.Select(static unit => char.IsControl(unit) || char.IsSurrogate(unit) ? '?' : unit));
    }
}
