using OpenGradient.Conformance;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>One run of all node cases, for the tests that look at it.</summary>
public sealed class OnnxNodeRun
{
    private List<OnnxTestResult>? _results;

    /// <summary>What became of each case; skips the test where the archive is absent.</summary>
    public IReadOnlyList<OnnxTestResult> Results =>
        _results ??= [.. OnnxNodeArchive.Cases().Select(static testCase => OnnxTestRunner.Run(testCase, TestContext.Current.CancellationToken))];
}
