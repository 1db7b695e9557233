namespace OpenGradient.Architecture.Tests;

/// <summary>A method or constructor with a body in braces.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Line">The line of its opening brace.</param>
/// <param name="LineCount">From the opening to the closing brace, both counted.</param>
internal sealed record SourceMethod(string File, int Line, int LineCount)
{
    private const string Brace = "    {";

    /// <summary>The methods of a file, found by their indentation: the formatter keeps it, and every file has one top-level type.</summary>
    public static IEnumerable<SourceMethod> ReadAll(string file)
    {
        string[] lines = RepositoryFiles.ReadLines(file);
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i] != Brace || IsProperty(lines[i - 1]))
                continue;
            int end = Array.IndexOf(lines, "    }", i);
            yield return new SourceMethod(file, i + 1, end - i + 1);
        }
    }

    private static bool IsProperty(string declaration) => !declaration.Contains(')', StringComparison.Ordinal) && !declaration.Contains("where ", StringComparison.Ordinal);
}
