using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Plays disputes with whatever a liar says.</summary>
internal static class DisputeGame
{
    /// <summary>Two players who say what they mean.</summary>
    public static Verdict Play(SimulatedInference inference, Player a, Player b) => Play(inference.Terms(a), new Pair<Player>(a, b));

    /// <summary>Two players who say what they mean.</summary>
    public static Verdict Play(DisputeTerms terms, Pair<Player> players) => Play(terms, players, null, static (_, said, _) => said);

    /// <summary>Two players who say what they mean, and what they say.</summary>
    public static Verdict Play(SimulatedInference inference, Pair<Player> players, List<(string Kind, int Bytes)> said)
    {
        DisputeTerms terms = inference.Terms(players.A);
        var referee = new Referee(terms);
        while (referee.Verdict is null)
        {
            (DisputeRequest request, int round) = (referee.Request, referee.Round);
            foreach (Party party in Parties.Both)
            {
                IDisputeBody body = players[party].Answer(request);
                byte[] message = Envelope.Write(terms.Id, party, round, body);
                said.Add((body.Kind, message.Length));
                referee.Receive(party, message);
            }
        }

        return referee.Verdict;
    }

    /// <summary>An honest party against one that cheats and tampers with what it says.</summary>
    public static Verdict Play(SyntheticText answer, Cheat cheat, Func<int, byte[], IReadOnlyList<byte[]>, byte[]> tamper)
    {
        cheat = cheat with { Element = cheat.Kind == CheatKind.Token ? 1 : null };
        DisputedText said = DisputeSimulation.Said(answer.Program, answer.Constants, answer.Text, cheat);
        var inference = new SimulatedInference(answer.Program, answer.Constants, said);
        Player honest = inference.Honest();
        Player cheating = DisputeSimulation.Runner(inference, cheat, honest).Player;
        Pair<Player> players = cheat.Party == Party.A ? new(cheating, honest) : new(honest, cheating);
        return Play(inference.Terms(players.A), players, cheat.Party, tamper);
    }

    /// <summary>Two players of whom one tampers with what it says, from the round, what it means and what was said before.</summary>
    public static Verdict Play(DisputeTerms terms, Pair<Player> players, Party? liar, Func<int, byte[], IReadOnlyList<byte[]>, byte[]> tamper)
    {
        var referee = new Referee(terms);
        var earlier = new List<byte[]>();
        while (referee.Verdict is null)
        {
            (DisputeRequest request, int round) = (referee.Request, referee.Round);
            foreach (Party party in Parties.Both)
            {
                byte[] message = party == liar ? tamper(round, Say(terms, players[party], party, request, round), earlier) : Envelope.Write(terms.Id, party, round, players[party].Answer(request));
                referee.Receive(party, message);
                earlier.Add(message);
            }
        }

        return referee.Verdict;
    }

    /// <summary>What a liar says; nothing of sense where its lies have led it to what it cannot answer.</summary>
    public static byte[] Say(DisputeTerms terms, Player liar, Party party, DisputeRequest request, int round)
    {
        try
        {
            return Envelope.Write(terms.Id, party, round, liar.Answer(request));
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException or KeyNotFoundException or InvalidOperationException or InvalidInputException)
        {
            return [];
        }
    }
}
