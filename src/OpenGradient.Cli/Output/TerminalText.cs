namespace OpenGradient.Cli.Output;

/// <summary>Text from elsewhere, made fit for a terminal: models, nodes and bundles may say what they like, and command nothing.</summary>
/// <remarks>
/// A terminal obeys control characters: they move the cursor, change what was printed before, set its title. Marks that reverse the
/// direction of writing do as much to the reader. Each becomes U+FFFD. For machines there is <c>--json</c>, which keeps them as JSON does.
/// </remarks>
internal static class TerminalText
{
    private const char Replacement = '\ufffd';

    /// <summary>Text that stays on its line.</summary>
    public static string OneLine(string? text) => Replace(text ?? "", static unit => IsCommand(unit));

    /// <summary>Text that may have lines and tabs of its own.</summary>
    public static string Lines(string? text) =>
        Replace((text ?? "").ReplaceLineEndings("\n"), static unit => unit is not ('\n' or '\t') && IsCommand(unit));

    private static string Replace(string text, Func<char, bool> isReplaced) =>
        text.Any(isReplaced) ? string.Concat(text.Select(unit => isReplaced(unit) ? Replacement : unit)) : text;

    private static bool IsCommand(char unit) =>
        char.IsControl(unit) || unit is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
