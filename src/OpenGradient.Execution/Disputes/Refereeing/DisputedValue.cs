namespace OpenGradient.Execution.Disputes;

/// <summary>The first value on which the parties differ.</summary>
/// <param name="Record">The step that makes it.</param>
/// <param name="Leaf">Its leaf.</param>
/// <param name="Claims">What the parties say it is.</param>
internal sealed record DisputedValue(StepRecord Record, int Leaf, Pair<ValueClaim> Claims)
{
    /// <summary>Which of the step's outputs it is.</summary>
    public int Output => Leaf - Record.FirstLeaf;

    /// <summary>Its document.</summary>
    public DocumentName Document => new(DocumentKind.Leaf, Leaf);
}
