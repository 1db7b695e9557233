namespace OpenGradient.Cli.Tests;

/// <summary>How a run of <c>og</c> ended.</summary>
internal sealed record OgResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The output of a run that must have ended with <paramref name="exitCode"/>.</summary>
    public string Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}\n{Output}\n{Errors}");
        return Output;
    }
}
