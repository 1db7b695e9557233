namespace OpenGradient.Execution.Disputes;

/// <summary>Leaves an output of a step out of the trace.</summary>
/// <param name="missing">Which.</param>
internal sealed class MissingLeaf(LeafName missing) : Conduct
{
    /// <inheritdoc/>
    public override bool Records(LeafName leaf) => leaf != missing;
}
