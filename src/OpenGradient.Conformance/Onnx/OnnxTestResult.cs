namespace OpenGradient.Conformance;

/// <summary>What became of one ONNX backend test case.</summary>
/// <param name="Name">The folder of the case.</param>
/// <param name="Outcome">Passed, failed or unsupported.</param>
/// <param name="Detail">The first difference, or why it is refused; for a passed case a remark or nothing.</param>
/// <param name="Facts">What the model uses; empty if it cannot be read.</param>
public sealed record OnnxTestResult(string Name, OnnxTestOutcome Outcome, string Detail, OnnxTestFacts Facts);
