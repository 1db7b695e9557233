namespace OpenGradient.Cli.Output;

/// <summary>How this program is called: for the commands that a person is told to type.</summary>
internal static class OgCommand
{
    /// <summary>OG_COMMAND, which the script of a checkout sets to the way that it was called itself; else <c>og</c>.</summary>
    public static string Name { get; } = Environment.GetEnvironmentVariable("OG_COMMAND") is { Length: > 0 } given ? given : "og";

    /// <summary>Examples that were written for <c>og</c>.</summary>
    public static string InExamples(string examples) => examples
        .Replace(" og ", $" {Name} ", StringComparison.Ordinal)
        .Replace("$(og ", $"$({Name} ", StringComparison.Ordinal)
        .Replace("`og ", $"`{Name} ", StringComparison.Ordinal);
}
