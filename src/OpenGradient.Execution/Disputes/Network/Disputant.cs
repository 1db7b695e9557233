using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>One party of a dispute that is played with somebody elsewhere: it has run the inference, speaks when it is due, and referees for itself.</summary>
/// <remarks>In each round party a speaks first, then b. Not for several threads at a time.</remarks>
public sealed class Disputant
{
    private readonly Player _player;
    private readonly Referee _referee;
    private readonly Digest _dispute;
    private readonly Party _party;

    private Disputant(DisputedInference inference, Party party, Player player)
    {
        (_player, _dispute, _party) = (player, inference.Id, party);
        _referee = new Referee(inference.DisputeTerms);
    }

    /// <summary>The round, from 0.</summary>
    public int Round => _referee.Round;

    /// <summary>What both parties owe in it, in a few words.</summary>
    public string Request => _referee.Request.Describe();

    /// <summary>How it ended; null while it goes on.</summary>
    public Verdict? Verdict => _referee.Verdict;

    /// <summary>Runs the inference as it should be, with the full trace.</summary>
    /// <exception cref="InvalidInputException">It cannot be run, or not in the memory that there is.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Disputant Honest(DisputedInference inference, Party party, DisputeLimits limits, DisputeMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(inference);
        ArgumentNullException.ThrowIfNull(limits);
        ExecutionOptions execution = limits.IsOnOneThread ? new() { ThreadCount = 1 } : ExecutionOptions.Default;
        SimulatedInference watched = inference.Inference with { Monitor = monitor, MostTracedBytes = limits.MostTracedBytes, Execution = execution };
        try
        {
            return new Disputant(inference, party, watched.Honest());
        }
        catch (Exception error) when (error is WorkLimitException || (error is not InvalidInputException && Totality.IsOfData(error)))
        {
            throw new InvalidInputException(InvalidInputKind.Invalid, "receipt", $"What the receipt states cannot be run: {error.Message}", error);
        }
    }

    /// <summary>Runs it with a cheat: for demonstrations, and tests of those who play against it.</summary>
    /// <exception cref="InvalidInputException">It cannot be run, or the cheat cannot be made there.</exception>
    public static Disputant Cheating(DisputedInference inference, Cheat cheat)
    {
        ArgumentNullException.ThrowIfNull(inference);
        ArgumentNullException.ThrowIfNull(cheat);
        Player player = DisputeSimulation.Runner(inference.Inference, cheat, inference.Inference.Honest()).Player;
        return new Disputant(inference, cheat.Party, player);
    }

    /// <summary>What the receipt of this party would bind: for demonstrations, and tests.</summary>
    public (Digest Root, int LeafCount) ReceiptTrace => (_player.Receipt.Root, _player.Receipt.LeafCount);

    /// <summary>What it says in this round; its own referee has heard it then.</summary>
    /// <exception cref="InvalidInputException">It would be larger than such a message may be, which convicts whoever sends it: it is silent instead.</exception>
    public byte[] Speak()
    {
        byte[] message = Envelope.Write(_dispute, _party, Round, _player.Answer(_referee.Request));
        _referee.Receive(_party, message);
        return Verdict is { Code: VerdictCode.Malformed }
            ? throw new InvalidInputException(InvalidInputKind.TooLarge, "dispute", $"What is due ({message.Length} bytes) is larger than a message may be.")
            : message;
    }

    /// <summary>Hears what the other party says. Anything may be heard: what is not as it should be is a verdict.</summary>
    public void Hear(ReadOnlySpan<byte> message) => _referee.Receive(_party == Party.A ? Party.B : Party.A, message);
}
