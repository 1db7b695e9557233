using OpenGradient.Primitives;
using OpenGradient.Programs;

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

        return Sources(body).Opened.TryAdd(body.Frame) ? null : "an opening is not under its root";
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<SourcesBody> bodies)
    {
        foreach ((SourceClaim a, SourceClaim b) in bodies.A.Sources.Zip(bodies.B.Sources))
        {
            // Values before the disputed one are agreed with all that their leaves hold; a constant has a plain digest only.
            if (a.Tiles != b.Tiles)
                return Conflict(a.Document, new Pair<Digest>(a.Tiles!.Value, b.Tiles!.Value)).Enter();
        }

        Pair<JudgeSources> sources = bodies.Select(Sources);
        foreach (Party party in Parties.Both)
            sources[party].Opened.TryAdd(bodies[party].Frame);
        var judgement = new Judgement(value, sources);
        return element is null ? judgement.OfHeader() : judgement.Enter(element);
    }

    private bool IsRight(Party party, SourceClaim source) => source.Document.Kind switch
    {
        DocumentKind.Constant => source.Tiles is not null && source.Leaf is null,
        DocumentKind.Input => source.Tiles is null && source.Leaf is null && source.Document.Index < dispute.Terms.Inputs.Length,

        // A step reads earlier values only, and all leaves before the disputed one are agreed.
        _ => source.Tiles is null && source.Leaf is not null && source.Document.Index < value.Leaf
            && dispute.HasLeaf(party, source.Document.Index, source.Leaf),
    };

    private JudgeSources Sources(SourcesBody body) => new(value.Record, dispute.Terms, body.Sources);

    private SourceConflict Conflict(DocumentName document, Pair<Digest> roots)
    {
        Constant constant = value.Record.Inputs.First(input => input?.Document == document)!.Constant!;
        return new SourceConflict(document, constant.Digest, JudgedInput.StoredBytes(constant), roots);
    }
}
