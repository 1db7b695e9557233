using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Execution.Tests.LanguageModels;
using OpenGradient.Models;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Disputes about answers of language models: activations, rows of a receipt, tokens.</summary>
public sealed class AnswerDisputeTests(ITestOutputHelper output)
{
    private static readonly SamplingParameters Drawn = new("0.9", "0.8", "7", "64", "seed");

    private static readonly SamplingParameters Penalised = Drawn with
    {
        MinP = "0.05",
        FrequencyPenalty = "0.3",
        PresencePenalty = "0.1",
        RepetitionPenalty = "1.2",
        LogitBias = """{"5":1.5,"30":-100}""",
    };

    public static TheoryData<CheatKind, bool> Cases()
    {
        var cases = new TheoryData<CheatKind, bool>();
        foreach (CheatKind kind in (CheatKind[])[CheatKind.Weight, CheatKind.Constant, CheatKind.Activation, CheatKind.SkipStep, CheatKind.MissingLeaf, CheatKind.Token, CheatKind.Receipt])
        {
            cases.Add(kind, false);
            cases.Add(kind, true);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dispute_AboutAnAnswer_ConvictsTheCheat(CheatKind kind, bool isDrawn)
    {
        SyntheticText answer = SyntheticText.Create(isDrawn ? Drawn : SamplingParameters.Greedy(40), promptCount: 9, answerCount: 40);
        foreach (Party cheat in (Party[])[Party.A, Party.B])
        {
            DisputeReport report = DisputeSimulation.Run(answer.Program, answer.Constants, answer.Text, new Cheat(kind, Party: cheat));

            output.WriteLine($"{report.Cheating}: {report.RoundCount} rounds, {report.TotalBytes} bytes, last {report.FinalBytes}: {report.Text} {report.Verdict}");
            Assert.Equal<Party>([cheat], report.Verdict.Convicted);
            Assert.InRange(report.FinalBytes, 1, 1 << 14);
            if (kind == CheatKind.Token)
                Assert.Equal((9 - 1 + 20, "Choose", 20), (report.Text!.Position, report.Operator, report.Element));
        }
    }

    public static TheoryData<string> Options => [.. OneOption.Keys];

    private static readonly Dictionary<string, SamplingParameters> OneOption = new()
    {
        ["minP"] = Drawn with { MinP = "0.3" },
        ["frequencyPenalty"] = SamplingParameters.Greedy(1) with { FrequencyPenalty = "0.5" },
        ["presencePenalty"] = Drawn with { PresencePenalty = "-1.5" },
        ["repetitionPenalty"] = SamplingParameters.Greedy(1) with { RepetitionPenalty = "1.3" },
        ["bias"] = SamplingParameters.Greedy(1) with { LogitBias = """{"7":2.5}""" },
        ["all"] = Penalised,
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void Dispute_AboutATokenThatAnOptionChose_ConvictsTheCheat(string option)
    {
        SyntheticText answer = SyntheticText.Create(OneOption[option], promptCount: 6, answerCount: 20);
        Assert.Equal(VerdictCode.Agreement, DisputeGame.Play(answer.Inference, answer.Inference.Honest(), answer.Inference.Honest()).Code);
        foreach (CheatKind kind in answer.Text.Sampling.RepetitionPenalty != "1" || answer.Text.Sampling.FrequencyPenalty != "0" ? (CheatKind[])[CheatKind.Token, CheatKind.Penalty] : [CheatKind.Token])
        {
            foreach (Party cheat in (Party[])[Party.A, Party.B])
            {
                DisputeReport report = DisputeSimulation.Run(answer.Program, answer.Constants, answer.Text, new Cheat(kind, Party: cheat));

                output.WriteLine($"{report.Cheating}: {report.RoundCount} rounds, {report.TotalBytes} bytes, last {report.FinalBytes}: {report.Text} {report.Verdict}");
                Assert.Equal<Party>([cheat], report.Verdict.Convicted);
                Assert.InRange(report.FinalBytes, 1, 1 << 13);
                Assert.Equal((6 - 1 + 10, kind == CheatKind.Token ? "Choose" : "AdjustLogits"), (report.Text!.Position, report.Operator));
            }
        }
    }

    [Fact]
    public void Dispute_AboutAPenaltyInsideOfAnAnswer_FindsTheMiscountedToken()
    {
        SyntheticText answer = SyntheticText.Create(Penalised, promptCount: 6, answerCount: 20);

        DisputeReport report = DisputeSimulation.Run(answer.Program, answer.Constants, answer.Text, new Cheat(CheatKind.Penalty, Element: (15 * 37) + answer.Text.Answer[4]));

        Assert.Equal<Party>([Party.A], report.Verdict.Convicted);
        Assert.Equal((15 * 37) + answer.Text.Answer[4], report.Element);
    }

    [Theory]
    [InlineData(CheatKind.Activation)]
    [InlineData(CheatKind.Receipt)]
    public void Dispute_AboutOnePosition_FindsSegmentAndLayer(CheatKind kind)
    {
        SyntheticText answer = SyntheticText.Create(SamplingParameters.Greedy(40), promptCount: 9, answerCount: 40);

        DisputeReport report = DisputeSimulation.Run(
            answer.Program, answer.Constants, answer.Text, new Cheat(kind, Step: kind == CheatKind.Activation ? 24 : null, Element: kind == CheatKind.Activation ? 17 : 1) { Position = 35 });

        Assert.Equal<Party>([Party.A], report.Verdict.Convicted);
        Assert.Equal((35, 1, 32, 1), (report.Text!.Position, report.Text.Segment, report.Text.SegmentStart, report.Text.Layer));
    }

    [Theory]
    [InlineData(Party.A)]
    [InlineData(Party.B)]
    public void Dispute_AboutARowOfManyTiles_OpensTwoTilesAtMost(Party cheat)
    {
        var model = new WideModel();
        var inference = new SimulatedInference(model.Program, model, [Tensor.Create<int>(ElementType.Int32, [8], [1, 2, 3, 4, 5, 6, 0, 1])], HasReceipt: true);
        Player honest = inference.Honest();
        Player cheating = inference.Issuing(honest, honest.RowsWithOther(position: 5, index: 0), honest.ReceiptLeaves);
        var said = new List<(string Kind, int Bytes)>();

        Verdict verdict = DisputeGame.Play(inference, cheat == Party.A ? new(cheating, honest) : new(honest, cheating), said);

        Assert.Equal((VerdictCode.FalseReceipt, cheat), (verdict.Code, verdict.Convicted.Single()));
        Assert.InRange(said[^1].Bytes, 1, 1 << 12);
        Assert.Equal(["claim", "children", "children", "children", "row", "entry", "children", "children", "openings"], said.Where(static (_, index) => index % 2 == 0).Select(static message => message.Kind));
    }

    [Fact]
    public void Dispute_AboutAnHonestAnswer_ConvictsNobody()
    {
        foreach (SamplingParameters sampling in (SamplingParameters[])[SamplingParameters.Greedy(12), Drawn, Penalised])
        {
            SyntheticText answer = SyntheticText.Create(sampling, promptCount: 5, answerCount: 12);

            Verdict verdict = DisputeGame.Play(answer.Inference, answer.Inference.Honest(), answer.Inference.Honest());

            Assert.Equal(VerdictCode.Agreement, verdict.Code);
        }
    }

    [Fact]
    public void RowTrace_OfAFullRun_IsTheTraceOfTheSession()
    {
        foreach (string form in (string[])["interleaved", "halves"])
        {
            Executable executable = SyntheticModel.Load(form, out IConstantSource constants);
            int[] tokens = SyntheticModel.Tokens(41);
            CausalSession session = new(executable);
            session.Append(tokens, CancellationToken.None);

            var player = new Player(executable.Program, [Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], constants);

            Assert.Equal(session.TraceRoot, MerkleTree.Root(player.Rows.Hashes));
        }
    }

    [Fact]
    public void Dispute_WithRandomLiesInBetween_NeverConvictsTheHonest()
    {
        var random = new Random(21);
        var codes = new SortedDictionary<VerdictCode, int>();
        SyntheticText[] answers = [SyntheticText.Create(Penalised, 3, 6), SyntheticText.Create(Drawn, 3, 6)];
        CheatKind[] kinds = [CheatKind.Receipt, CheatKind.Token, CheatKind.Activation];
        for (int trial = 0; trial < FixedSample.Share(120); trial++)
        {
            SyntheticText answer = answers[trial % 2];
            var liar = (Party)random.Next(2);
            int lieRound = random.Next(14);
            Verdict verdict = DisputeGame.Play(answer, new Cheat(kinds[trial % 3], Party: liar), (round, said, earlier) => round < lieRound ? said : Mutation.Of(said, earlier, random));

            bool isRight = verdict.Code == VerdictCode.Agreement || (verdict.Convicted is [Party convicted] && convicted == liar);
            Assert.True(isRight, $"trial {trial}, {liar} lies from round {lieRound} on: {verdict}");
            codes[verdict.Code] = codes.GetValueOrDefault(verdict.Code) + 1;
        }

        output.WriteLine(string.Join("\n", codes));
        Assert.InRange(codes.Count, 3, 20);
    }

    [Fact]
    public void Dispute_AboutFiveHundredTokens_EndsWithOneTermOfOneElement()
    {
        SyntheticText answer = SyntheticText.Create(SamplingParameters.Greedy(500), promptCount: 12, answerCount: 500);

        DisputeReport report = DisputeSimulation.Run(answer.Program, answer.Constants, answer.Text, new Cheat(CheatKind.Activation, Step: 18, Element: 3) { Position = 397 });

        output.WriteLine($"{report.RoundCount} rounds, {report.TotalBytes} bytes, last {report.FinalBytes}; {report.Text} step {report.Step} {report.Operator} tile {report.Tile} element {report.Element}");
        Assert.Equal<Party>([Party.A], report.Verdict.Convicted);
        Assert.Equal((397, 12), (report.Text!.Position, report.Text.Segment));
        Assert.InRange(report.RoundCount, 10, 40);
        Assert.InRange(report.FinalBytes, 1, 1 << 14);
    }

    [Theory]
    [InlineData(CheatKind.Activation)]
    [InlineData(CheatKind.Token)]
    [InlineData(CheatKind.Receipt)]
    public void Dispute_AboutAnAnswerOfTheSampleChat_ConvictsTheCheat(CheatKind kind)
    {
        using OpenedModel model = ModelFile.Open(Repository.PathOf("models/tinychat/tinychat.gguf"));
        TinyChat chat = TinyChat.Load();
        JsonValue message = JsonValue.Object(("role", JsonValue.String("user")), ("content", JsonValue.String("What is 12 + 30?")));
        ImmutableArray<int> prompt = [.. chat.Tokenizer.Encode(chat.Template.Render(new ChatPrompt([message])))];
        Generation generation = chat.Start(new GenerationRequest { Prompt = prompt, Sampling = SamplingParameters.Greedy(24) });
        var text = new DisputedText(prompt, generation.Run(CancellationToken.None).Tokens, SamplingParameters.Greedy(24), SamplingSeed.Derive([], [], ""));

        DisputeReport report = DisputeSimulation.Run(model.Program, model.Constants, text, new Cheat(kind));

        output.WriteLine($"{report.Cheating}: {report.RoundCount} rounds, {report.TotalBytes} bytes, last {report.FinalBytes}: {report.Text} {report.Verdict}");
        Assert.Equal<Party>([Party.A], report.Verdict.Convicted);
        Assert.NotNull(report.Text);
    }
}
