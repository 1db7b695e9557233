using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

public sealed class ReexecutionTests
{
    [Fact]
    public void Verify_SameBits_IsAcceptedAndEstablished()
    {
        ReexecutionRequest? seen = null;

        VerificationReport report = Verify(Sample.Chat(), request =>
        {
            seen = request;
            return new(ReexecutionCode.Ok, "equal");
        });

        Assert.True(report.Accepted);
        Assert.Equal(["tokens", "text", "message"], seen!.Output.Select(static leaf => leaf.Kind));
        Assert.StartsWith("Running the Program", report.Establishes[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("That the model computed this output: the run was not repeated here.", report.DoesNotEstablish);
    }

    [Fact]
    public void Verify_DisclosuresInAnyOrder_AreHandedOverInTheOrderOfTheTree()
    {
        Bundle honest = Sample.Chat();
        ReexecutionRequest? seen = null;

        Verify(honest with { Disclosures = [.. honest.Disclosures.Reverse()] }, request =>
        {
            seen = request;
            return new(ReexecutionCode.Ok, "equal");
        });

        Assert.Equal(["0", "1", "", "0", "32"], seen!.Input.Select(static leaf => leaf.Label));
    }

    [Theory]
    [InlineData(ReexecutionCode.ModelMissing, "re-execution:model-missing", 3)]
    [InlineData(ReexecutionCode.SemanticsUnknown, "re-execution:semantics-unknown", 3)]
    [InlineData(ReexecutionCode.WorkExceeded, "re-execution:work-exceeded", 3)]
    [InlineData(ReexecutionCode.ModelMismatch, "re-execution:model-mismatch", 2)]
    [InlineData(ReexecutionCode.ProgramMismatch, "re-execution:program-mismatch", 2)]
    [InlineData(ReexecutionCode.InputInvalid, "re-execution:input-invalid", 2)]
    [InlineData(ReexecutionCode.OutputMismatch, "re-execution:output-mismatch", 2)]
    [InlineData(ReexecutionCode.TraceMismatch, "re-execution:trace-mismatch", 2)]
    [InlineData(ReexecutionCode.UsageMismatch, "re-execution:usage-mismatch", 2)]
    public void Verify_OtherOutcome_IsNotAccepted(ReexecutionCode code, string expected, int exitCode)
    {
        VerificationReport report = Verify(Sample.Tensor(), _ => new(code, "because"));

        Assert.Contains(expected, report.Codes());
        Assert.Equal(exitCode, report.ExitCode);
        Assert.Equal("because", report.Row(RowKind.Reexecution)!.Reason);
    }

    [Fact]
    public void Verify_PartsHidden_IsNotRun()
    {
        Bundle honest = Sample.Chat();

        Assert.Contains("re-execution:input-not-disclosed", Verify(honest with { Disclosures = honest.Disclosures[1..] }, NotCalled).Codes());
        Assert.Contains("re-execution:output-not-disclosed", Verify(honest with { Disclosures = honest.Disclosures[..^1] }, NotCalled).Codes());
    }

    [Fact]
    public void Verify_DisclosureThatIsNotCommitted_IsNotRun()
    {
        Bundle honest = Sample.Chat();
        Bundle changed = honest with { Disclosures = honest.Disclosures.SetItem(6, honest.Disclosures[6] with { Salt = new byte[16] }) };

        VerificationReport report = Verify(changed, NotCalled);

        Assert.Contains("re-execution:depends-on", report.Codes());
        Assert.Equal(VerificationReport.ExitInvalid, report.ExitCode);
    }

    private static VerificationReport Verify(Bundle bundle, Reexecution reexecute) =>
        BundleVerifier.Verify(bundle.ToBytes(), Policy.Default, Sample.Now, reexecute);

    private static ReexecutionResult NotCalled(ReexecutionRequest request) => throw new InvalidOperationException("It must not be called.");
}
