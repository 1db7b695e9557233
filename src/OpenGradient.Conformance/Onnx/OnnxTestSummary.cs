namespace OpenGradient.Conformance;

/// <summary>How many cases came out which way.</summary>
/// <param name="Passed">Within the tolerance.</param>
/// <param name="Failed">Different or damaged.</param>
/// <param name="Unsupported">Refused by name.</param>
public readonly record struct OnnxTestSummary(int Passed, int Failed, int Unsupported)
{
    /// <summary>Counts the results.</summary>
    public static OnnxTestSummary Of(IReadOnlyCollection<OnnxTestResult> results) => new(
        results.Count(static result => result.Outcome == OnnxTestOutcome.Passed),
        results.Count(static result => result.Outcome == OnnxTestOutcome.Failed),
        results.Count(static result => result.Outcome == OnnxTestOutcome.Unsupported));

    /// <summary><c>passed N, failed N, unsupported N</c>.</summary>
    public override string ToString() => $"passed {Passed}, failed {Failed}, unsupported {Unsupported}";
}
