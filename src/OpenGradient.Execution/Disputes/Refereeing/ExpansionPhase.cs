namespace OpenGradient.Execution.Disputes;

/// <summary>The disputed step is a long computation: from here on the dispute is about its expansion.</summary>
/// <param name="dispute">The dispute so far.</param>
/// <param name="value">The disputed value.</param>
/// <param name="expansion">The expansion of its step.</param>
internal sealed class ExpansionPhase(DisputeCase dispute, DisputedValue value, Expansion expansion) : TypedPhase<ExpansionBody>
{
    private readonly ProgramGraph _graph = expansion.Graph();

    /// <inheritdoc/>
    public override DisputeRequest Request => new DisputeRequest.Expansion(value.Name);

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, ExpansionBody body)
    {
        var output = (ValueReference.Made)_graph.Frame.Outputs[value.Name.Output];
        if (body.Output.Name != new LeafName(output.Step, output.Output, []) || !body.Output.Verify(body.Trace.LeafCount, body.Trace.Root))
            return "the output is not in the trace of the expansion";
        ValueClaim claimed = value.Claims[party];
        return body.Output.Value.Header.Text == claimed.Header.Text && body.Output.Value.Tiles == claimed.Tiles
            ? null
            : "the expansion gives another value than was claimed";
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<ExpansionBody> bodies) =>
        new DisputeCase(dispute.Terms, bodies.Select(static body => body.Trace), _graph.Frame, _graph.Root, new OuterDispute(dispute, value.Index)).Enter();
}
