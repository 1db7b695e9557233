namespace OpenGradient.Execution.Disputes;

/// <summary>The parties agree on the leaves up to a place, and not on which step has its leaf there, or on whether there is one.</summary>
internal sealed class SuccessorPhase : TypedPhase<SourcesBody>
{
    private readonly DisputeCase _dispute;
    private readonly int _index;
    private readonly Pair<LeafName?>? _names; // null if one party says that the trace ends there

    private SuccessorPhase(DisputeCase dispute, int index, Pair<LeafName?>? names)
    {
        _dispute = dispute;
        _index = index;
        _names = names;
    }

    /// <inheritdoc/>
    public override DisputeRequest Request => new DisputeRequest.Successor(_index);

    /// <summary>The parties name different leaves.</summary>
    public static SuccessorPhase Between(DisputeCase dispute, int index, Pair<LeafName> names) =>
        new(dispute, index, names.Select<LeafName?>(static name => name));

    /// <summary>For one party the trace ends there, for the other it goes on.</summary>
    public static SuccessorPhase AtTheEnd(DisputeCase dispute, int index) => new(dispute, index, null);

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, SourcesBody body) => new Evidence(_dispute, party, body, _index).Fault(_index - 1);

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<SourcesBody> bodies)
    {
        if (SourceConflict.Find(bodies) is { } conflict)
            return conflict.Enter();
        LeafName? right = null;
        foreach (Party party in Parties.Both)
        {
            if (Judgement.Fault(party, () => right = Follow(new Evidence(_dispute, party, bodies[party], _index))) is { } fault)
                return fault;
        }

        string what = right is null ? "The trace ends there" : $"{DocumentName.Of(right)} is there";
        return RefereeStep.Convict(VerdictCode.FalseSuccessor, Liars(right), $"{what}, after {_index} {(_index == 1 ? "leaf" : "leaves")}.");
    }

    private LeafName? Follow(Evidence evidence)
    {
        var way = new Succession(evidence.View);
        return _index == 0 ? way.First(_dispute.Frame) : way.After(evidence.Before);
    }

    private IEnumerable<Party> Liars(LeafName? right) => _names is { } names
        ? names.Where(name => name != right)
        : _dispute.Traces.Where(trace => trace.LeafCount > _index == right is null);
}
