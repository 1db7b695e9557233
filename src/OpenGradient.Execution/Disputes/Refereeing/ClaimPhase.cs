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
        if (body.Receipt is null != terms.Receipt is null || (party == Party.A && body.Receipt != terms.Receipt))
            return "the receipt is not what it was";
        ValueReference.Made[] outputs = [.. frame.Outputs.OfType<ValueReference.Made>()];
        if (outputs.Length != body.Outputs.Length)
            return "there is not one output claimed for each output that a step makes";
        for (int index = 0; index < outputs.Length; index++)
        {
            var name = new LeafName(outputs[index].Step, outputs[index].Output, []);
            if (body.Outputs[index].Name != name || !body.Outputs[index].Verify(body.LeafCount, body.Trace))
                return $"output {index} is not in the trace";
        }

        if (party == Party.A && !terms.Outputs.IsEmpty && !terms.Outputs.SequenceEqual(body.Outputs.Select(static output => output.Value)))
            return "the outputs are not what they were";
        if (terms.Answer is { } answer && party == Party.A && !Stands(answer, body))
            return "the answer is not what it was";
        return body.LeafCount == 0 == (body.Trace == MerkleTree.EmptyRoot) ? null : "a trace without leaves has one root, and no other has it";
    }

    /// <summary>Whether the issuer of a receipt stands by the answer: the last outputs are the tokens, and where it is said to end.</summary>
    private static bool Stands(DisputedAnswer answer, ClaimBody body)
    {
        ValueClaim[] last = [.. body.Outputs.TakeLast(answer.Ending is null ? 1 : 2).Select(static output => output.Value)];
        return last.Length > 0 && last[0] == answer.Tokens
            && (answer.Ending is not { } ending || ending.Codes((int)answer.Tokens.Header.ElementCount, answer.Grammar is not null).Any(code => last[^1] == ValueClaim.Of(code)));
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<ClaimBody> bodies)
    {
        if (bodies.A.Graph != bodies.B.Graph)
            return RefereeStep.To(new ProgramPhase(terms, bodies));
        Pair<TraceClaim> traces = bodies.Select(static claim => new TraceClaim(claim.Trace, claim.LeafCount));
        RecordFormat.TryRead(bodies.A.Frame, out FrameRecord? frame);
        var dispute = new DisputeCase(terms, traces, frame!, bodies.A.Graph, null);
        if (traces.A != traces.B)
            return dispute.Enter();
        if (bodies.A.Receipt == bodies.B.Receipt)
            return new RefereeStep(null, new Verdict(VerdictCode.Agreement, [], "Both traces are the same."));
        Pair<TraceClaim> receipts = bodies.Select(static claim => claim.Receipt!.Value);
        return terms.HasRows ? RowPhase.Enter(dispute, receipts) : PlacePhase.Enter(dispute, receipts);
    }
}
