namespace OpenGradient.Execution.Disputes;

/// <summary><c>TfIdf</c>: which listed sequence stands at each place of a row, then how often each does.</summary>
internal sealed class TfIdfJudge : IExpandingJudge, ISizeJudge
{
    /// <inheritdoc/>
    public bool ExpandsHeader => false;

    /// <inheritdoc/>
    public Derivation DeriveSize(JudgedStep step, int output) => CountSequencesJudge.Width(step.Input(2));

    /// <inheritdoc/>
    public ValueHeader Header(JudgedStep step, int output, ulong size) => CountSequencesJudge.Header(step.Input(0).Shape[..^1], size);

    /// <inheritdoc/>
    public Expansion? Expand(Reading reading, JudgedStep step) => Expansion.Of(reading, step, (sketch, inputs) =>
    {
        int found = sketch.AddWith(step.Step.Attributes, FindSequencesJudge.Operator, inputs[..4]);
        return [sketch.AddWith(step.Step.Attributes, CountSequencesJudge.Operator, [found, inputs[2], .. inputs[4..]])];
    });
}
