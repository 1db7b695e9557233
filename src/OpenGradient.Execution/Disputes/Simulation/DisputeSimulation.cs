using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Two runners of one model, of which one cheats in one place, before a referee.</summary>
public static class DisputeSimulation
{
    /// <summary>Runs the inference twice and the dispute once.</summary>
    /// <param name="program">The Program; also that of a language model, whose run over the whole text is disputed.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="inputs">One tensor for each input.</param>
    /// <param name="cheat">Where one runner cheats.</param>
    /// <exception cref="InvalidInputException">The model cannot be run on the inputs, or the cheat cannot be made there.</exception>
    public static DisputeReport Run(Program program, IConstantSource constants, IReadOnlyList<Tensor> inputs, Cheat cheat)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(constants);
        ArgumentNullException.ThrowIfNull(cheat);
        ImmutableArray<Tensor> given = [.. inputs];
        var honest = new Player(program, given, constants);
        (Player cheating, string description) = Cheating(program, constants, given, cheat, honest);
        Pair<Player> players = cheat.Party == Party.A ? new(cheating, honest) : new(honest, cheating);
        var terms = DisputeTerms.Of(program, given);
        var transcript = new DisputeTranscript(program, terms);
        var referee = new Referee(terms);
        while (referee.Verdict is null)
            Play(referee, players, transcript, terms.Id);
        return transcript.Report(cheat.Party, description, players, referee.Verdict);
    }

    private static void Play(Referee referee, Pair<Player> players, DisputeTranscript transcript, Digest dispute)
    {
        (DisputeRequest request, int round) = (referee.Request, referee.Round);
        transcript.Note(request);
        foreach (Party party in Parties.Both)
        {
            IDisputeBody body = players[party].Answer(request);
            byte[] message = Envelope.Write(dispute, party, round, body);
            transcript.Add(new DisputeMessage(round, party, body.Kind, request.Describe(), message));
            referee.Receive(party, message);
        }
    }

    /// <summary>The cheating runner. Without a given element, one is sought whose change is seen in the trace: a weight may be multiplied by zero.</summary>
    private static (Player Player, string Description) Cheating(Program program, IConstantSource constants, ImmutableArray<Tensor> inputs, Cheat cheat, Player honest)
    {
        var place = CheatPlace.Find(new ProgramGraph(program), honest.Trace, cheat);
        for (long element = cheat.Element ?? 0; ; element = (element * 2) + 1)
        {
            var plan = CheatPlan.Create(program, constants, place, cheat, element);
            var player = new Player(program, inputs, plan.Shown, plan.Used, plan.Conduct);
            bool isLast = cheat.Element is not null || cheat.Kind is not (CheatKind.Weight or CheatKind.Constant) || element > 1 << 12;
            if (player.TraceRoot != honest.TraceRoot || isLast || !place.HasElement((element * 2) + 1))
                return (player, plan.Description);
        }
    }
}
