using OpenGradient.Conformance;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>The operator tests of the ONNX project itself (onnx 1.23 backend test data).</summary>
public sealed class OnnxNodeTests(OnnxNodeRun run, ITestOutputHelper output) : IClassFixture<OnnxNodeRun>
{
    [Fact]
    [Trait("Category", "Vectors")]
    [Trait("Category", "Slow")]
    public void NodeCases_OfSupportedOperators_AreWithinTolerance()
    {
        IReadOnlyList<OnnxTestResult> results = run.Results;

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

    /// <summary>docs/onnx-support.md says what this run says, to the letter; with OG_WRITE_DOCS=1 it is written anew.</summary>
    [Fact]
    [Trait("Category", "Vectors")]
    [Trait("Category", "Slow")]
    public void SupportPage_IsThatOfThisRun()
    {
        string page = OnnxSupportReport.Write([.. run.Results], $"the {CaseCount} backend test cases of ONNX 1.23 that are here", WriteCommand);

        string path = Path.Combine(Repository.Root, "docs", "onnx-support.md");
        if (Environment.GetEnvironmentVariable("OG_WRITE_DOCS") == "1")
            File.WriteAllText(path, page);

        Assert.True(File.Exists(path) && File.ReadAllText(path) == page, $"docs/onnx-support.md is not what a run gives now; write it anew:\n{WriteCommand}");
    }

    private const string WriteCommand =
        "dotnet build tests/OpenGradient.Models.Tests -c Release && \\\n"
        + "OG_WRITE_DOCS=1 artifacts/bin/OpenGradient.Models.Tests/release/OpenGradient.Models.Tests -method '*SupportPage*'";
    private const int CaseCount = 1335;
    private const int PassedFloor = 1273;
}
