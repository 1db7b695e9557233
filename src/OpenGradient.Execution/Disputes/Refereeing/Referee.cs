namespace OpenGradient.Execution.Disputes;

/// <summary>Referees one dispute: two claims about one inference, a bisection, a judgement of one term of one element. Spec/dispute-1.</summary>
/// <remarks>
/// <para>
/// <b>Statement</b> if one party is honest, it is not convicted, and if the other one's trace differs, that one is. Deterministic: the state is
/// a function of the messages. No clock, no I/O, no model: whoever runs it says when a party was silent for too long.
/// </para>
/// <para>
/// <b>Soundness</b> what both parties say alike is taken for true, because one of them is honest; what they say differently is cut in
/// two until a judge sees it. <b>Assumptions</b> SHA-256 has no collisions that a party can find; messages come from the parties.
/// <b>Does not establish</b> anything where both parties lie alike; nor that the terms are those of a receipt.
/// </para>
/// </remarks>
internal sealed class Referee(DisputeTerms terms)
{
    private readonly IDisputeBody?[] _received = new IDisputeBody?[2];
    private RefereePhase _phase = new ClaimPhase(terms);

    /// <summary>The number of the round, from 0.</summary>
    public int Round { get; private set; }

    /// <summary>What both parties owe in this round.</summary>
    public DisputeRequest Request => _phase.Request;

    /// <summary>The verdict; null while the dispute goes on.</summary>
    public Verdict? Verdict { get; private set; }

    /// <summary>Takes a message in. A message after the end, or a second one in a round, changes nothing.</summary>
    public void Receive(Party party, ReadOnlySpan<byte> message)
    {
        if (Verdict is not null || _received[(int)party] is not null)
            return;
        if (!_phase.TryRead(message, terms.Id, party, Round, out IDisputeBody? body))
            End(VerdictCode.Malformed, party, "the message is not of the form that was due");
        else if (FaultOf(party, body) is { } fault)
            End(VerdictCode.BrokenCommitment, party, fault);
        else
            Accept(party, body);
    }

    /// <summary>The time for this round is over: whoever was silent loses.</summary>
    public void Expire()
    {
        if (Verdict is null)
            Verdict = new Verdict(VerdictCode.Silence, [.. Parties.Both.Where(party => _received[(int)party] is null)], "A party did not speak in time.");
    }

    private void Accept(Party party, IDisputeBody body)
    {
        _received[(int)party] = body;
        if (_received[0] is not { } a || _received[1] is not { } b)
            return;
        RefereeStep step = Decide(a, b);
        Array.Clear(_received);
        Round++;
        Verdict = step.Verdict;
        _phase = step.Next ?? _phase;
    }

    private string? FaultOf(Party party, IDisputeBody body)
    {
        try
        {
            return _phase.Fault(party, body);
        }
        catch (Exception error) when (Totality.IsOfData(error))
        {
            return "it says what cannot be";
        }
    }

    private RefereeStep Decide(IDisputeBody a, IDisputeBody b)
    {
        try
        {
            return _phase.Decide(a, b);
        }
        catch (Exception error) when (Totality.IsOfData(error))
        {
            return RefereeStep.Convict(VerdictCode.ImpossibleStep, [], $"What both say cannot be: {error.Message}");
        }
    }

    private void End(VerdictCode code, Party party, string fault) =>
        Verdict = new Verdict(code, [party], $"Round {Round}, party {Envelope.Name(party)}: {fault}.");
}
