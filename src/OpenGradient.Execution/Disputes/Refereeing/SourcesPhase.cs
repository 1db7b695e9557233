using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What the disputed step reads: shapes, roots over tiles, and as much content as tells how the element is derived.</summary>
internal sealed class SourcesPhase(DisputeCase dispute, DisputedValue value, DisputedElement? element) : TypedPhase<SourcesBody>
{
    /// <inheritdoc/>
    public override DisputeRequest Request { get; } = new DisputeRequest.Sources(value.Record, value.Output, element?.Index(value.Claims.A.Header.Type));

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, SourcesBody body)
    {
        if (!body.Sources.Select(static source => source.Document).SequenceEqual(value.Record.Documents))
            return "the documents are not those of the record";
        foreach (SourceClaim source in body.Sources)
        {
            if (!IsRight(party, source))
                return $"{source.Document} is not what was said before";
        }

        var sources = new JudgeSources(value.Record, body.Sources);
        return sources.Opened.TryAdd(body.Frame) ? null : "an opening is not under its root";
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<SourcesBody> bodies)
    {
        foreach ((SourceClaim a, SourceClaim b) in bodies.A.Sources.Zip(bodies.B.Sources))
        {
            if (a.Tiles != b.Tiles || a.Header?.Text != b.Header?.Text)
                return Conflict(new Pair<SourceClaim>(a, b)).Enter();
        }

        Pair<JudgeSources> sources = bodies.Select(body => new JudgeSources(value.Record, body.Sources));
        foreach (Party party in Parties.Both)
            sources[party].Opened.TryAdd(bodies[party].Frame);
        var judgement = new Judgement(value, sources);
        return element is null ? judgement.OfHeader() : judgement.Enter(element);
    }

    private bool IsRight(Party party, SourceClaim source)
    {
        if (source.Document.Kind == DocumentKind.Constant)
            return source.Header is null && source.Leaf is null;
        if (source.Document.Kind == DocumentKind.Input)
        {
            return source.Leaf is null && source.Document.Index < dispute.Terms.Inputs.Length
                && source.Header?.Text == dispute.Terms.Inputs[source.Document.Index].Header.Text;
        }

        // A step reads earlier values only, and all leaves before the disputed one are agreed.
        return source.Header is not null && source.Leaf is not null && source.Document.Index < value.Leaf
            && dispute.HasLeaf(party, source.Document.Index, source.Leaf);
    }

    private SourceConflict Conflict(Pair<SourceClaim> claims)
    {
        DocumentName document = claims.A.Document;
        Digest content = document.Kind switch
        {
            DocumentKind.Constant => value.Record.Inputs.First(input => input?.Document == document)!.Constant!.Digest,
            DocumentKind.Input => dispute.Terms.Inputs[document.Index].Content,
            _ => claims.A.Leaf!.Content,
        };
        return new SourceConflict(
            document, content, claims.Select(static claim => claim.Header), claims.Select(claim => new JudgeSources(value.Record, [claim]).Length(document)), claims.Select(static claim => claim.Tiles));
    }
}
