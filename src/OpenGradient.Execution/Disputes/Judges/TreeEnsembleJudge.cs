namespace OpenGradient.Execution.Disputes;

/// <summary><c>TreeEnsemble</c>: a walk through all trees; where nodes have lists of members, these are found first.</summary>
internal sealed class TreeEnsembleJudge : IExpandingJudge
{
    /// <inheritdoc/>
    public bool ExpandsHeader => false;

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => TreeWalk.Header(step);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element) => TreeWalk.Derive(step, element);

    /// <inheritdoc/>
    public Expansion? Expand(Reading reading, JudgedStep step) => !step.Has(9) ? null : Expansion.Of(reading, step, (sketch, inputs) =>
    {
        int begins = sketch.Add(MemberListsJudge.Operator, [inputs[2], inputs[9]]);
        return [sketch.AddWith(step.Step.Attributes, MemberTreesJudge.Operator, [.. inputs, begins])];
    });
}
