using System.Text;
using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Two parties who are apart, each with a referee of its own, and what a stranger makes of what they said.</summary>
public sealed class NetworkDisputeTests
{
    public static TheoryData<string> Terms() => ["tensors", "answer", "settings", "ending", "grammar"];

    [Theory]
    [MemberData(nameof(Terms))]
    public void Terms_ReadFromTheirJson_AreTheSame(string name)
    {
        DisputedInference inference = Inference(name);

        Assert.True(DisputeTerms.TryRead(inference.Terms, out DisputeTerms? read));

        Assert.Equal(inference.Id, read.Id);
        Assert.Equal(CanonicalJson.Serialize(inference.Terms), CanonicalJson.Serialize(read.ToJson()));
    }

    [Theory]
    [MemberData(nameof(Terms))]
    public void Terms_WithAnyMemberChangedOrAdded_AreOthersOrNone(string name)
    {
        DisputedInference inference = Inference(name);
        string text = Encoding.UTF8.GetString(CanonicalJson.Serialize(inference.Terms));
        Assert.True(JsonReader.TryRead(Encoding.UTF8.GetBytes(text.Insert(1, "\"added\":\"1\",")), out JsonValue? more));
        Assert.False(DisputeTerms.TryRead(more, out _));
        var random = new Random(3);
        for (int trial = 0; trial < FixedSample.Share(300); trial++)
        {
            byte[] changed = Mutation.Of(Encoding.UTF8.GetBytes(text), [], random);
            if (JsonReader.TryRead(changed, out JsonValue? json) && DisputeTerms.TryRead(json, out DisputeTerms? read))
                Assert.Equal(read.Id == inference.Id, CanonicalJson.Serialize(json).AsSpan().SequenceEqual(CanonicalJson.Serialize(inference.Terms)));
        }
    }

    [Theory]
    [MemberData(nameof(Terms))]
    public void Dispute_BetweenHonestParties_EndsInAgreement(string name)
    {
        DisputedInference inference = Inference(name);
        (List<ReadOnlyMemory<byte>> said, Disputant a, Disputant b) = Play(Honest(inference, Party.A), Honest(inference, Party.B), static (_, message) => message);

        Assert.Equal(VerdictCode.Agreement, a.Verdict!.Code);
        Assert.Equal(VerdictCode.Agreement, b.Verdict!.Code);
        Assert.Equal(VerdictCode.Agreement, DisputeReplay.Run(inference.Terms, said, out _)!.Code);
    }

    /// <summary>What the receipt says of an output is in the terms: its issuer has to stand by it.</summary>
    [Fact]
    public void Dispute_IssuerWhoseReceiptHasAnotherOutput_ContradictsIt()
    {
        (SampleModel model, Program program, RunResult run) = Tensors();
        DisputedInference lie = DisputedInference.OfTensors(program, model, model.Inputs, [BitFlip.Of(run.Outputs[0], 1)], run.TraceRoot, run.TraceLeafCount);

        (List<ReadOnlyMemory<byte>> said, _, _) = Play(Honest(lie, Party.A), Honest(lie, Party.B), static (_, message) => message);

        Verdict? verdict = DisputeReplay.Run(lie.Terms, said, out _);
        Assert.Equal(VerdictCode.BrokenCommitment, verdict!.Code);
        Assert.Equal([Party.A], verdict.Convicted);
    }

    [Fact]
    public void Dispute_IssuerWhoStandsByAnotherOutput_IsConvictedOfTheElement()
    {
        (SampleModel model, Program program, RunResult run) = Tensors();
        var cheat = new Cheat(CheatKind.Output, Element: 1);
        DisputedInference honest = DisputedInference.OfTensors(program, model, model.Inputs, [.. run.Outputs], run.TraceRoot, run.TraceLeafCount);
        (Digest root, int leaves) = Disputant.Cheating(honest, cheat).ReceiptTrace;
        Tensor said = BitFlip.Of(run.Outputs[0], 1);
        DisputedInference lie = DisputedInference.OfTensors(program, model, model.Inputs, [said], root, leaves);

        (List<ReadOnlyMemory<byte>> messages, Disputant a, Disputant b) = Play(Disputant.Cheating(lie, cheat), Honest(lie, Party.B), static (_, message) => message);

        Verdict? verdict = DisputeReplay.Run(lie.Terms, messages, out DisputePlace place);
        Assert.Equal([Party.A], verdict!.Convicted);
        Assert.Equal(verdict.Reason, a.Verdict!.Reason);
        Assert.Equal(verdict.Reason, b.Verdict!.Reason);
        Assert.Equal(1, place.Element);
        Assert.Equal($"{BitConverter.SingleToUInt32Bits(said.As<float>()[1]):x8}", place.Claimed);
        Assert.NotNull(place.Operator);
    }

    [Fact]
    public void Replay_OfMessagesThatEndBeforeOrGoOnBehindTheVerdict_HasNone()
    {
        DisputedInference inference = Inference("ending");
        var cheat = new Cheat(CheatKind.Activation);
        (Digest root, int leaves) = Disputant.Cheating(inference, cheat).ReceiptTrace;
        DisputedInference lie = Answer("ending", root, leaves);
        (List<ReadOnlyMemory<byte>> said, _, _) = Play(Disputant.Cheating(lie, cheat), Honest(lie, Party.B), static (_, message) => message);

        Assert.Equal([Party.A], DisputeReplay.Run(lie.Terms, said, out _)!.Convicted);
        for (int count = 0; count < said.Count; count++)
            Assert.Null(DisputeReplay.Run(lie.Terms, said[..count], out _));
        Assert.Null(DisputeReplay.Run(lie.Terms, [.. said, said[0]], out _));
    }

    /// <summary>The challenger cheats in its run, and says anything else from some round on: a stranger never convicts the issuer.</summary>
    [Theory]
    [MemberData(nameof(Terms))]
    public void Dispute_OfALyingChallengerWithAnHonestIssuer_NeverConvictsTheIssuer(string name)
    {
        DisputedInference inference = Inference(name);
        var random = new Random(name.Length);
        var codes = new HashSet<VerdictCode>();
        for (int trial = 0; trial < FixedSample.Share(60); trial++)
        {
            CheatKind kind = trial % 3 == 0 ? CheatKind.Weight : trial % 3 == 1 ? CheatKind.Activation : CheatKind.SkipStep;
            int lieRound = random.Next(16);
            var earlier = new List<byte[]>();
            (List<ReadOnlyMemory<byte>> said, _, _) = Play(
                Honest(inference, Party.A),
                Disputant.Cheating(inference, new Cheat(kind, Party: Party.B)),
                (round, message) =>
                {
                    byte[] lie = round < lieRound ? message : Mutation.Of(message, earlier, random);
                    earlier.Add(lie);
                    return lie;
                });

            Verdict? verdict = DisputeReplay.Run(inference.Terms, said, out _);
            Assert.True(verdict is null || !verdict.Convicted.Contains(Party.A), $"trial {trial}, {kind}, lies from round {lieRound} on: {verdict}");
            codes.Add(verdict?.Code ?? VerdictCode.Silence);
        }

        Assert.InRange(codes.Count, 2, 20);
    }

    /// <summary>The issuer cheats in its run, stands by it, and says anything else from some round on: the challenger always knows what to say, and a stranger never convicts it, nor both.</summary>
    [Theory]
    [MemberData(nameof(Terms))]
    public void Dispute_OfALyingIssuerWithAnHonestChallenger_ConvictsNobodyButTheIssuer(string name)
    {
        var cheats = new[] { CheatKind.Weight, CheatKind.Activation, CheatKind.SkipStep, CheatKind.Receipt }.Select(kind => LieOf(name, new Cheat(kind))).ToArray();
        var random = new Random(name.Length);
        int convictions = 0;
        for (int trial = 0; trial < FixedSample.Share(40); trial++)
        {
            (DisputedInference lie, Cheat cheat) = cheats[trial % cheats.Length];
            int lieRound = random.Next(16);
            var earlier = new List<byte[]>();
            Verdict? verdict = PlayLies(Disputant.Cheating(lie, cheat), Honest(lie, Party.B), lie.Terms, (round, message) =>
            {
                byte[] said = round < lieRound ? message : Mutation.Of(message, earlier, random);
                earlier.Add(said);
                return said;
            });

            Assert.True(verdict is null or { Convicted: [] or [Party.A] }, $"trial {trial}, {cheat.Kind}, lies from round {lieRound} on: {verdict}");
            convictions += verdict is { Convicted: [Party.A] } ? 1 : 0;
        }

        Assert.InRange(convictions, FixedSample.Share(20), FixedSample.Share(40));
    }

    [Fact]
    public void Honest_WithLessMemoryThanTheTraceTakes_IsRefused() => Assert.Equal(
        InputTooLarge, Assert.Throws<InvalidInputException>(() => Disputant.Honest(Inference("answer"), Party.A, new DisputeLimits(100), DisputeMonitor.None)).Kind);

    [Fact]
    public void Honest_Cancelled_EndsTheRun()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => Disputant.Honest(Inference("answer"), Party.A, DisputeLimits.None, new DisputeMonitor(null, cancelled.Token)));
    }

    /// <summary>A message that is too large convicts whoever sends it: an honest party is silent instead.</summary>
    [Fact]
    public void Speak_OfWhatIsLargerThanAMessageMayBe_IsRefused()
    {
        (SampleModel model, Program small, _) = Tensors();
        Program program = new(small.Inputs, small.Constants, small.Steps, [.. Enumerable.Range(0, 5000).Select(index => new ProgramOutput($"y{index}", small.Outputs[0].Value))]);
        RunResult run = Executable.Load(program, model).Run(model.Inputs, CancellationToken.None);
        DisputedInference inference = DisputedInference.OfTensors(program, model, model.Inputs, [.. run.Outputs], run.TraceRoot, run.TraceLeafCount);

        Assert.Equal(InputTooLarge, Assert.Throws<InvalidInputException>(() => Honest(inference, Party.A).Speak()).Kind);
    }

    private const InvalidInputKind InputTooLarge = InvalidInputKind.TooLarge;

    private static Disputant Honest(DisputedInference inference, Party party) => Disputant.Honest(inference, party, DisputeLimits.None, DisputeMonitor.None);

    /// <summary>Plays until a party has a verdict. What a liar's own referee makes of its lies is nobody's concern; it is as silent as its lies leave it.</summary>
    private static (List<ReadOnlyMemory<byte>> Said, Disputant A, Disputant B) Play(Disputant a, Disputant b, Func<int, byte[], byte[]> change)
    {
        var said = new List<ReadOnlyMemory<byte>>();
        for (int round = 0; a.Verdict is null; round++)
        {
            byte[] first = a.Speak();
            said.Add(first);
            b.Hear(first);
            if (a.Verdict is not null)
                break;
            byte[] second = change(round, Say(b));
            said.Add(second);
            a.Hear(second);
        }

        return (said, a, b);
    }

    /// <summary>Plays until the challenger has a verdict; what a stranger says of it.</summary>
    private static Verdict? PlayLies(Disputant liar, Disputant honest, JsonValue terms, Func<int, byte[], byte[]> change)
    {
        var said = new List<ReadOnlyMemory<byte>>();
        for (int round = 0; honest.Verdict is null; round++)
        {
            byte[] first = change(round, Say(liar));
            said.Add(first);
            honest.Hear(first);
            if (honest.Verdict is not null)
                break;
            byte[] second = honest.Speak();
            said.Add(second);
            liar.Hear(second);
        }

        return DisputeReplay.Run(terms, said, out _);
    }

    private static (DisputedInference Lie, Cheat Cheat) LieOf(string name, Cheat cheat)
    {
        (Digest root, int leaves) = Disputant.Cheating(Inference(name), cheat).ReceiptTrace;
        if (name != "tensors")
            return (Answer(name, root, leaves), cheat);
        (SampleModel model, Program program, RunResult run) = Tensors();
        return (DisputedInference.OfTensors(program, model, model.Inputs, [.. run.Outputs], root, leaves), cheat);
    }

    private static byte[] Say(Disputant liar)
    {
        try
        {
            return liar.Speak();
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException or KeyNotFoundException or InvalidOperationException or InvalidInputException)
        {
            return "{}"u8.ToArray();
        }
    }

    private static DisputedInference Inference(string name)
    {
        if (name == "tensors")
        {
            (SampleModel model, Program program, RunResult run) = Tensors();
            return DisputedInference.OfTensors(program, model, model.Inputs, [.. run.Outputs], run.TraceRoot, run.TraceLeafCount);
        }

        SyntheticText text = Text(name);
        Player honest = text.Inference.Honest();
        return Answer(name, honest.Receipt.Root, honest.Receipt.LeafCount);
    }

    private static DisputedInference Answer(string name, Digest root, int leaves)
    {
        SyntheticText text = Text(name);
        return DisputedInference.OfAnswer(text.Program, text.Constants, text.Text, root, leaves);
    }

    private static SyntheticText Text(string name) => name switch
    {
        "answer" => SyntheticText.Create(SamplingParameters.Greedy(1), 5, 4),
        "settings" => SyntheticText.Create(
            SamplingParameters.Greedy(1) with { Temperature = "0.9", TopK = "7", TopP = "0.8", MinP = "0.01", FrequencyPenalty = "0.5", RepetitionPenalty = "1.1", LogitBias = """{"5":1.5}""" }, 5, 4),
        "ending" => SyntheticText.CreateEnding(SamplingParameters.Greedy(1), 5, 4, null, "zz", "q"),
        _ => SyntheticText.CreateEnding(SamplingParameters.Greedy(1), 5, 4, AnswerGrammar.Of("root ::= [a-z]{2,9}")),
    };

    private static (SampleModel Model, Program Program, RunResult Run) Tensors()
    {
        var model = new SampleModel(7);
        int product = model.Step("MatMul", [model.Floats(3, 40), model.Weights(40, 5)]);
        int bent = model.Step("Relu", [product]);
        model.Step("Add", [bent, model.Weights(5)]);
        Program program = model.Build();
        return (model, program, Executable.Load(program, model).Run(model.Inputs, CancellationToken.None));
    }
}
