using OpenGradient.Conformance;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>The operator tests of the ONNX project itself (onnx 1.23 backend test data).</summary>
public sealed class OnnxNodeTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Vectors")]
    [Trait("Category", "Slow")]
    public void NodeCases_OfSupportedOperators_AreWithinTolerance()
    {
        List<OnnxTestResult> results = [.. OnnxNodeArchive.Cases().Select(static testCase => OnnxTestRunner.Run(testCase, TestContext.Current.CancellationToken))];

        var summary = OnnxTestSummary.Of(results);
        string[] failed = [.. results.Where(static result => result.Outcome == OnnxTestOutcome.Failed).Select(static result => $"{result.Name}: {result.Detail}")];
        output.WriteLine(summary.ToString());
        output.WriteLine(string.Join('\n', failed));
        foreach (IGrouping<string, OnnxTestResult> reason in results.Where(static result => result.Outcome == OnnxTestOutcome.Unsupported).GroupBy(static result => result.Detail).OrderBy(static reason => reason.Key, StringComparer.Ordinal))
            output.WriteLine($"{reason.Count(),4} {reason.Key}");
        Assert.Equal(CaseCount, results.Count);
        Assert.Empty(failed);
        Assert.True(summary.Passed >= PassedFloor, $"only {summary.Passed} cases passed; {PassedFloor} did before");
    }

    private const int CaseCount = 1335;
    private const int PassedFloor = 1260;
}
