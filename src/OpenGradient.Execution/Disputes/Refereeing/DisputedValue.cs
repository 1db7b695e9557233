namespace OpenGradient.Execution.Disputes;

/// <summary>The first value on which the parties differ.</summary>
/// <param name="Name">Which output of which step, in which iterations.</param>
/// <param name="Index">The place of its leaf in the trace.</param>
/// <param name="Claims">What the parties say it is.</param>
internal sealed record DisputedValue(LeafName Name, int Index, Pair<ValueClaim> Claims)
{
    /// <summary>Its document.</summary>
    public DocumentName Document => DocumentName.Of(Name);
}
