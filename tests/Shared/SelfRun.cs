using System.Diagnostics;

namespace OpenGradient.Tests;

/// <summary>Runs tests of this program again, in a process of its own, with parts of the hardware switched off.</summary>
internal static class SelfRun
{
    private const string WidthVariable = "OG_TEST_EXPECTED_WIDTH";

    /// <summary>The vector width that the run which started this one asked for; null in a run that a person started.</summary>
    public static string? ExpectedWidth => Environment.GetEnvironmentVariable(WidthVariable);

    /// <summary>Fails unless exactly <paramref name="testCount"/> tests of the method ran, and all passed; skipped ones do not count.</summary>
    public static void Require(string method, int testCount, string setting, string expectedWidth, ITestOutputHelper output)
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Avx2.IsSupported || expectedWidth == "Scalar", "the switches are those of x64");
        ProcessStartInfo start = new(Environment.ProcessPath!, ["-noColor", "-method", method])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[setting] = "0";
        start.Environment[WidthVariable] = expectedWidth;

        using Process child = Process.Start(start)!;
        string report = child.StandardOutput.ReadToEnd();
        child.WaitForExit();

        output.WriteLine(report);
        Assert.True(child.ExitCode == 0, $"{setting}=0: {report}");
        Assert.Contains($"Total: {testCount}, Errors: 0, Failed: 0, Skipped: 0", report, StringComparison.Ordinal);
    }
}
