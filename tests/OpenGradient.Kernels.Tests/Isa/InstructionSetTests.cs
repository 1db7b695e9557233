using System.Diagnostics;
using System.Text.Json;
using OpenGradient.Tests;

namespace OpenGradient.Kernels.Tests.Isa;

/// <summary>The same bits with every instruction set: this program runs itself again with parts of the hardware switched off.</summary>
public sealed class InstructionSetTests(ITestOutputHelper output)
{
    private const string ExpectedWidth = "OG_TEST_EXPECTED_WIDTH";

    /// <summary>Digests are committed beside the specification, so that every machine is held to the same bits.</summary>
    [Theory]
    [InlineData("kernels")]
    [InlineData("digits")]
    [InlineData("price-risk")]
    public void Digest_OnThisMachine_IsTheCommittedOne(string subject)
    {
        // First of all: is the hardware switched off as the parent asked?
        if (Environment.GetEnvironmentVariable(ExpectedWidth) is { } width)
            Assert.Equal(width, LaneDispatch.Widest.ToString());
        using JsonDocument committed = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/exec-1/vectors/digests.json")));

        string digest = (subject == "kernels" ? KernelDigest.Compute() : ModelDigest.Compute(subject)).ToString();

        Assert.True(committed.RootElement.GetProperty(subject).GetString() == digest, digest);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "Bits256")]
    [InlineData("DOTNET_EnableAVX2", "Bits128")]
    [InlineData("DOTNET_EnableHWIntrinsic", "Scalar")]
    public void Digest_WithPartsOfTheHardwareOff_IsTheCommittedOne(string setting, string expectedWidth)
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Avx2.IsSupported || expectedWidth == "Scalar", "the switches are those of x64");
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-noColor", "-method", "*Digest_OnThisMachine_IsTheCommittedOne"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[setting] = "0";
        start.Environment[ExpectedWidth] = expectedWidth;

        using Process child = Process.Start(start)!;
        string report = child.StandardOutput.ReadToEnd();
        child.WaitForExit();

        output.WriteLine(report);
        Assert.True(child.ExitCode == 0, $"{setting}=0: {report}");
        Assert.Contains("Total: 3, Errors: 0, Failed: 0, Skipped: 0", report, StringComparison.Ordinal);
    }
}
