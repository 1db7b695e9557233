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
    public static DisputeReport Run(Program program, IConstantSource constants, IReadOnlyList<Tensor> inputs, Cheat cheat) =>
        Run(program, constants, inputs, cheat, DisputeMonitor.None);

    /// <inheritdoc cref="Run(Program, IConstantSource, IReadOnlyList{Tensor}, Cheat)"/>
    /// <param name="program">The Program; also that of a language model, whose run over the whole text is disputed.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="inputs">One tensor for each input.</param>
    /// <param name="cheat">Where one runner cheats.</param>
    /// <param name="monitor">Who watches.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DisputeReport Run(Program program, IConstantSource constants, IReadOnlyList<Tensor> inputs, Cheat cheat, DisputeMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(constants);
        ArgumentNullException.ThrowIfNull(cheat);
        ArgumentNullException.ThrowIfNull(monitor);
        return Run(new SimulatedInference(program, constants, [.. inputs], HasReceipt: cheat.Kind == CheatKind.Receipt) { Monitor = monitor }, cheat);
    }

    /// <summary>Runs a language model twice over a text, and the dispute about the answer, its receipt's trace included, once.</summary>
    /// <param name="program">The causal Program.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="text">Prompt and answer. A cheating issuer of the receipt that gives another token says and reads that one.</param>
    /// <param name="cheat">Where one runner cheats.</param>
    /// <exception cref="InvalidInputException">The text cannot be run, or the cheat cannot be made there.</exception>
    public static DisputeReport Run(Program program, IConstantSource constants, DisputedText text, Cheat cheat) => Run(program, constants, text, cheat, DisputeMonitor.None);

    /// <inheritdoc cref="Run(Program, IConstantSource, DisputedText, Cheat)"/>
    /// <param name="program">The causal Program.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="text">Prompt and answer. A cheating issuer of the receipt that gives another token says and reads that one.</param>
    /// <param name="cheat">Where one runner cheats.</param>
    /// <param name="monitor">Who watches.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DisputeReport Run(Program program, IConstantSource constants, DisputedText text, Cheat cheat, DisputeMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(constants);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(cheat);
        if (program.Sequence is null || text.Prompt.IsEmpty || text.Answer.IsEmpty)
            throw CheatPlan.Error("the Program is no language model, or prompt or answer are empty");
        return Run(new SimulatedInference(program, constants, Said(program, constants, text, cheat)) { Monitor = monitor }, cheat);
    }

    /// <summary>The answer that a receipt binds: a cheating issuer's is another.</summary>
    internal static DisputedText Said(Program program, IConstantSource constants, DisputedText text, Cheat cheat) => cheat switch
    {
        { Party: Party.B } => text,
        { Kind: CheatKind.Token } => text.WithOtherToken(PlaceOf(cheat, text.Answer.Length)),
        { Kind: CheatKind.EarlyEnd } => text.CutShort(),
        { Kind: CheatKind.LateEnd } => Continued(program, constants, text),
        _ => text,
    };

    /// <summary>The answer with the token behind it that would be chosen.</summary>
    private static DisputedText Continued(Program program, IConstantSource constants, DisputedText text)
    {
        Player honest = new SimulatedInference(program, constants, text with { Answer = text.Answer.Add(0) }).Honest();
        return text with { Answer = text.Answer.Add(Math.Max(honest.LastChosen, 0)) };
    }

    private static DisputeReport Run(SimulatedInference inference, Cheat cheat)
    {
        Player honest = inference.Honest();
        (Player cheating, string description) = Runner(inference, cheat, honest);
        Pair<Player> players = cheat.Party == Party.A ? new(cheating, honest) : new(honest, cheating);
        DisputeTerms terms = inference.Terms(players.A);
        var transcript = new DisputeTranscript(inference.Extended, terms);
        var referee = new Referee(terms);
        while (referee.Verdict is null)
        {
            inference.Monitor.Note($"round {referee.Round}: {referee.Request.Describe()}", referee.Round, 0);
            Play(referee, players, transcript, terms.Id);
        }

        return transcript.Report(cheat.Party, description, players, referee.Verdict);
    }

    /// <summary>The runner that cheats, and what it does in a sentence.</summary>
    internal static (Player Player, string Description) Runner(SimulatedInference inference, Cheat cheat, Player honest) =>
        cheat.Kind == CheatKind.Receipt ? Issuing(inference, cheat, honest) : Cheating(inference, cheat, honest);

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
    private static (Player Player, string Description) Issuing(SimulatedInference inference, Cheat cheat, Player honest)
    {
        if (inference.Program.Sequence is not null)
            return IssuingRows(inference, cheat, honest);
        if (honest.ReceiptLeaves.IsEmpty)
            throw CheatPlan.Error("the receipt of a Program without traced steps binds nothing");
        int index = (int)Math.Min(cheat.Element ?? honest.ReceiptLeaves.Length / 2, honest.ReceiptLeaves.Length - 1);
        LeafName name = honest.ReceiptLeaves[index].Name;
        return (inference.Issuing(honest, null, honest.ReceiptLeaves.SetItem(index, (name, MerkleTree.EmptyRoot))), $"its receipt binds another leaf {index}, where {DocumentName.Of(name)} should be");
    }

    private static (Player Player, string Description) IssuingRows(SimulatedInference inference, Cheat cheat, Player honest)
    {
        RowTrace rows = honest.Rows;
        int position = Math.Clamp(cheat.Position ?? rows.Entries.Length / 2, 0, rows.Entries.Length - 1);
        ImmutableArray<TraceEntry> leaf = rows.Entries[position];
        if (leaf.IsEmpty)
            throw CheatPlan.Error("the receipt of a Program without traced steps binds nothing");
        int index = (int)Math.Clamp(cheat.Element ?? leaf.Length / 2, 0, leaf.Length - 1);
        return (inference.Issuing(honest, honest.RowsWithOther(position, index), honest.ReceiptLeaves), $"its receipt binds another row of {DocumentName.Of(leaf[index].Leaf)} at position {position}");
    }

    /// <summary>The cheating runner. Without a given place and element, ones are sought whose change is seen in the trace: a weight may be multiplied by zero.</summary>
    private static (Player Player, string Description) Cheating(SimulatedInference inference, Cheat cheat, Player honest)
    {
        bool changesConstant = cheat.Kind is CheatKind.Weight or CheatKind.Constant;
        (Player Player, string Description)? found = null;
        foreach (CheatPlace place in CheatPlace.Find(new ProgramGraph(inference.Extended), honest.Trace, cheat).Take(MaxPlaceCount))
        {
            for (long element = FirstElement(inference, cheat); (element <= MaxElement || cheat.Element is not null) && (!changesConstant || place.HasElement(element)); element = (element * 2) + 1)
            {
                var plan = CheatPlan.Create(inference.Program, inference.Constants, place, cheat, element);
                Player player = inference.Cheating(plan, cheat.Party, honest);
                found ??= (player, plan.Description);
                if (player.TraceRoot != honest.TraceRoot)
                    return (player, plan.Description);
                if (cheat.Element is not null || !changesConstant)
                    break;
            }
        }

        return found ?? throw CheatPlan.Error("the constant has no such element");
    }

    private static long FirstElement(SimulatedInference inference, Cheat cheat) => cheat.Kind == CheatKind.Token && inference.Answer is { } answer
        ? PlaceOf(cheat, answer.Tokens.Header.ElementCount)
        : cheat.Element ?? 0;

    /// <summary>At which token of the answer another is given.</summary>
    private static long PlaceOf(Cheat cheat, long answerLength) => cheat.Element ?? answerLength / 2;
}
