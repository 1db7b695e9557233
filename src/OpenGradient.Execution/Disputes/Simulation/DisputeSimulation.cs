using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Two runners of one model, of which one cheats in one place, before a referee.</summary>
public static class DisputeSimulation
{
    private const int MaxPlaceCount = 8; // at which a cheat is tried
    private const int MaxElement = 1 << 13; // of a constant

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
        bool hasReceipt = cheat.Kind == CheatKind.Receipt;
        var honest = new Player(program, given, constants) { HasReceipt = hasReceipt };
        (Player cheating, string description) = hasReceipt ? Issuing(program, constants, given, cheat, honest) : Cheating(program, constants, given, cheat, honest);
        Pair<Player> players = cheat.Party == Party.A ? new(cheating, honest) : new(honest, cheating);
        var terms = DisputeTerms.Of(program, given, hasReceipt ? players.A.Receipt : null);
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

    /// <summary>The runner that binds another trace in its receipt: a leaf of it is another.</summary>
    private static (Player Player, string Description) Issuing(Program program, IConstantSource constants, ImmutableArray<Tensor> inputs, Cheat cheat, Player honest)
    {
        if (program.Sequence is not null || honest.ReceiptLeaves.IsEmpty)
            throw CheatPlan.Error("the receipt of a language model binds rows of text, that of a Program without traced steps nothing");
        int index = (int)Math.Min(cheat.Element ?? honest.ReceiptLeaves.Length / 2, honest.ReceiptLeaves.Length - 1);
        LeafName name = honest.ReceiptLeaves[index].Name;
        var player = new Player(program, inputs, constants) { HasReceipt = true, ReceiptLeaves = honest.ReceiptLeaves.SetItem(index, (name, MerkleTree.EmptyRoot)) };
        return (player, $"its receipt binds another leaf {index}, where {DocumentName.Of(name)} should be");
    }

    /// <summary>The cheating runner. Without a given place and element, ones are sought whose change is seen in the trace: a weight may be multiplied by zero.</summary>
    private static (Player Player, string Description) Cheating(Program program, IConstantSource constants, ImmutableArray<Tensor> inputs, Cheat cheat, Player honest)
    {
        bool changesConstant = cheat.Kind is CheatKind.Weight or CheatKind.Constant;
        (Player Player, string Description)? found = null;
        foreach (CheatPlace place in CheatPlace.Find(new ProgramGraph(program), honest.Trace, cheat).Take(MaxPlaceCount))
        {
            for (long element = cheat.Element ?? 0; (element <= MaxElement || cheat.Element is not null) && (!changesConstant || place.HasElement(element)); element = (element * 2) + 1)
            {
                var plan = CheatPlan.Create(program, constants, place, cheat, element);
                var player = new Player(program, inputs, plan.Shown, plan.Used, plan.Conduct);
                found ??= (player, plan.Description);
                if (player.TraceRoot != honest.TraceRoot)
                    return (player, plan.Description);
                if (cheat.Element is not null || !changesConstant)
                    break;
            }
        }

        return found ?? throw CheatPlan.Error("the constant has no such element");
    }
}
