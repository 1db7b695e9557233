namespace OpenGradient.Execution.Disputes;

/// <summary>What the disputed value is made from: shapes, roots over tiles, and as much content as tells how the element is derived.</summary>
internal sealed class SourcesPhase : TypedPhase<SourcesBody>
{
    private readonly DisputeCase _dispute;
    private readonly DisputedValue _value;
    private readonly DisputedElement? _element;
    private readonly DisputeRequest.Sources _request;

    public SourcesPhase(DisputeCase dispute, DisputedValue value, DisputedElement? element)
    {
        (_dispute, _value, _element) = (dispute, value, element);
        ValueHeader header = value.Claims.A.Header;
        _request = new DisputeRequest.Sources(value.Name, value.Index, element is null ? null : header, element?.Index(header.Type));
    }

    /// <inheritdoc/>
    public override DisputeRequest Request => _request;

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, SourcesBody body) => Evidence(party, body).Fault(_request.BeforeIndex);

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<SourcesBody> bodies)
    {
        if (SourceConflict.Find(bodies) is { } conflict)
            return conflict.Enter();
        var judgement = new Judgement(_value, _request, new Pair<Evidence>(Evidence(Party.A, bodies.A), Evidence(Party.B, bodies.B)));
        return _element is null ? judgement.OfHeader(_dispute) : judgement.Enter(_dispute, _element);
    }

    private Evidence Evidence(Party party, SourcesBody body) => new(_dispute, party, body, _value.Index, _element is null ? null : _value);
}
