using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The first round: what each party says the inference gave.</summary>
internal sealed class ClaimPhase(DisputeTerms terms) : TypedPhase<ClaimBody>
{
    /// <inheritdoc/>
    public override DisputeRequest Request { get; } = new DisputeRequest.Claim();

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, ClaimBody body)
    {
        if (!RecordFormat.TryRead(body.Frame, out FrameRecord? frame) || !ProgramGraph.Verify(body.Frame, 0, frame.StepCount, body.FramePath.AsSpan(), body.Graph))
            return "the frame is not record 0 of the graph";
        DocumentName[] outputs = [.. frame.Outputs.Where(static output => output.Kind == DocumentKind.Leaf)];
        if (outputs.Length != body.Outputs.Length)
            return "there is not one output claimed for each output that a step makes";
        for (int index = 0; index < outputs.Length; index++)
        {
            if (!body.Outputs[index].Verify(outputs[index].Index, frame.LeafCount, body.Trace))
                return $"output {index} is not in the trace";
        }

        return null;
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<ClaimBody> bodies)
    {
        if (bodies.A.Graph != bodies.B.Graph)
            return RefereeStep.To(new ProgramPhase(terms, bodies));
        if (bodies.A.Trace == bodies.B.Trace)
            return new RefereeStep(null, new Verdict(VerdictCode.Agreement, [], "Both traces are the same."));
        RecordFormat.TryRead(bodies.A.Frame, out FrameRecord? frame);
        var shared = new DisputeCase(terms, bodies, frame!);
        if (frame!.LeafCount == 0)
            return RefereeStep.Convict(VerdictCode.BrokenCommitment, bodies.Where(static claim => claim.Trace != MerkleTree.EmptyRoot), "A trace without leaves has another root.");
        return DescendPhase.Enter(
            null, new MerkleRange(0, frame.LeafCount), bodies.Select(static claim => claim.Trace), seeksFirst: true, (leaf, hashes) => new ValuePhase(shared, leaf, hashes));
    }
}
