using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The inference that both runners of a simulated dispute run.</summary>
/// <param name="Program">The Program.</param>
/// <param name="Constants">Its constants.</param>
/// <param name="Inputs">One tensor for each input.</param>
/// <param name="HasReceipt">Whether the trace of a receipt is in dispute, too.</param>
internal sealed record SimulatedInference(Program Program, IConstantSource Constants, ImmutableArray<Tensor> Inputs, bool HasReceipt)
{
    private readonly Tensor? _said;

    /// <summary>An answer: what was read is the prompt and all tokens of the answer but the last.</summary>
    public SimulatedInference(Program program, IConstantSource constants, DisputedText text)
        : this(program, constants, [Tokens([.. text.Prompt, .. text.Answer[..^1]])], HasReceipt: true)
    {
        _said = Tokens(text.Answer);
        Answer = text.ToAnswer(ValueClaim.Of(_said));
        Extended = Answer.Extend(program);
        if (Answer.ReadsTokens)
            Inputs = Inputs.Add(_said);
        if (Answer.ReadsText)
        {
            (Tensor ends, Tensor bytes) = (text.Pieces ?? throw CheatPlan.Error("it is not known what tokens decode to")).ToTensors();
            Inputs = Inputs.AddRange(ends, bytes);
        }
    }

    /// <summary>The answer in dispute; null if there is none.</summary>
    public DisputedAnswer? Answer { get; }

    /// <summary>What is run: with an answer the Program has further steps.</summary>
    public Program Extended { get; } = Program;

    /// <summary>Who watches.</summary>
    public DisputeMonitor Monitor { get; init; } = DisputeMonitor.None;

    /// <summary>The most memory for the values of traced steps of an honest runner.</summary>
    public long MostTracedBytes { get; init; } = long.MaxValue;

    /// <summary>How an honest runner carries out steps.</summary>
    public ExecutionOptions Execution { get; init; } = ExecutionOptions.Default;

    /// <summary>What the dispute is about.</summary>
    public DisputeTerms Terms(Player issuer) => DisputeTerms.Of(Program, Inputs, HasReceipt ? issuer.Receipt : null, Answer);

    /// <summary>An honest runner.</summary>
    public Player Honest() => new(Program, Inputs, Constants, Answer, new Recording { Watch = Watch("running it as it should be"), MostTracedBytes = MostTracedBytes, Execution = Execution }) { HasReceipt = HasReceipt };

    /// <summary>A runner with a cheat, which runs anew from the step on where that begins; as the issuer of the receipt it stands by the answer.</summary>
    public Player Cheating(CheatPlan plan, Party party, Player honest)
    {
        var recording = new Recording { Same = (honest.Run, Math.Min(plan.FirstStep, Program.StepCount)), Watch = Watch("running it with the cheat") };
        Conduct conduct = _said is { } said && party == Party.A ? new SaidAnswer(plan.Conduct, Extended, Answer!, said) : plan.Conduct;
        return new Player(Program, Inputs, plan.Shown, plan.Used, conduct, Answer, recording) { HasReceipt = HasReceipt };
    }

    /// <summary>A runner that runs as it should, for a cheat about what its receipt binds.</summary>
    public Player Issuing(Player honest, RowTrace? rows, ImmutableArray<(LeafName Name, Digest Hash)> leaves) =>
        new(Program, Inputs, Constants, Answer, new Recording { Same = (honest.Run, Extended.StepCount) }) { HasReceipt = true, Rows = rows, ReceiptLeaves = leaves };

    private Action<int, int> Watch(string work) => (done, total) => Monitor.Note(work, done, total);

    private static Tensor Tokens(ImmutableArray<int> tokens) => Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens.AsSpan());
}
