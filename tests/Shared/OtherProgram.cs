using System.ComponentModel;
using System.Diagnostics;

namespace OpenGradient.Tests;

/// <summary>Runs a program that the machine may lack; then the test is skipped, and says so.</summary>
internal static class OtherProgram
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="start">Which, with what; its output is read here.</param>
    /// <param name="consequence">What is not tested without it, as the end of a sentence.</param>
    /// <returns>Its exit code, and its output with the errors behind it.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start, string consequence)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output + await errors);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{start.FileName} is not installed: {consequence}.");
            throw;
        }
    }
}
