using System.Text.Json;
using OpenGradient.Tests;

namespace OpenGradient.Kernels.Tests.Isa;

/// <summary>The same bits with every instruction set: this program runs itself again with parts of the hardware switched off.</summary>
public sealed class InstructionSetTests(ITestOutputHelper output)
{
    /// <summary>Digests are committed beside the specification, so that every machine is held to the same bits.</summary>
    [Theory]
    [InlineData("kernels")]
    [InlineData("digits")]
    [InlineData("price-risk")]
    public void Digest_OnThisMachine_IsTheCommittedOne(string subject)
    {
        // First of all: is the hardware switched off as the parent asked?
        if (SelfRun.ExpectedWidth is { } width)
            Assert.Equal(width, LaneDispatch.Widest.ToString());
        using JsonDocument committed = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/exec-1/vectors/digests.json")));

        string digest = (subject == "kernels" ? KernelDigest.Compute() : ModelDigest.Compute(subject)).ToString();

        Assert.True(committed.RootElement.GetProperty(subject).GetString() == digest, digest);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "Bits256")]
    [InlineData("DOTNET_EnableAVX2", "Bits128")]
    [InlineData("DOTNET_EnableHWIntrinsic", "Scalar")]
    public void Digest_WithPartsOfTheHardwareOff_IsTheCommittedOne(string setting, string expectedWidth) =>
        SelfRun.Require("*InstructionSetTests.Digest_OnThisMachine_IsTheCommittedOne", testCount: 3, setting, expectedWidth, output);
}
