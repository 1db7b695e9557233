using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Disputes about where an answer ends, and about answers that are held to a grammar.</summary>
public sealed class AnswerEndTests(ITestOutputHelper output)
{
    private static readonly SamplingParameters Drawn = new("1", "0.95", "0", "64", "seed") { MinP = "0.01", FrequencyPenalty = "0.2" };

    private static readonly Dictionary<string, Func<SyntheticText>> Samples = new()
    {
        ["limit"] = static () => SyntheticText.CreateEnding(SamplingParameters.Greedy(1), 5, 12),
        ["stop string"] = static () => SyntheticText.CreateEnding(Drawn with { Seed = "2" }, 5, 60, null, "no such text", StopOf(Drawn with { Seed = "2" })),
        ["end token"] = static () => SyntheticText.CreateEnding(Drawn with { LogitBias = $$"""{"{{SyntheticText.EndToken}}":0.5}""" }, 5, 400),
        ["grammar"] = static () => SyntheticText.CreateEnding(Drawn, 5, 60, AnswerGrammar.Of("root ::= [a-m]{6,14}")),
        ["grammar, greedy"] = static () => SyntheticText.CreateEnding(SamplingParameters.Greedy(1), 5, 60, AnswerGrammar.Of("root ::= [n-z]{3} (\"abc\" | \"xyz\"){1,3} \"q\"{2}")),
        ["grammar and stop"] = static () => SyntheticText.CreateEnding(Drawn, 5, 60, AnswerGrammar.Of("root ::= [a-c]{20,40}"), "aaaaaaaaaaaaaaaaaaaaa", "b"),
    };

    public static TheoryData<string, CheatKind> Cases()
    {
        var cases = new TheoryData<string, CheatKind>();
        foreach (string sample in Samples.Keys)
        {
            foreach (CheatKind kind in (CheatKind[])[CheatKind.EarlyEnd, CheatKind.LateEnd, CheatKind.Token, CheatKind.Receipt, CheatKind.Activation])
                cases.Add(sample, kind);
            if (sample.StartsWith("grammar", StringComparison.Ordinal))
                cases.Add(sample, CheatKind.Mask);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dispute_AboutAnAnswerThatEnds_ConvictsTheCheat(string sample, CheatKind kind)
    {
        SyntheticText answer = Samples[sample]();
        foreach (Party cheat in (Party[])[Party.A, Party.B])
        {
            DisputeReport report = DisputeSimulation.Run(answer.Program, answer.Constants, answer.Text, new Cheat(kind, Party: cheat));

            output.WriteLine($"{answer.Text.Finish} after {answer.Text.Answer.Length}; {report.Cheating}: {report.RoundCount} rounds, {report.TotalBytes} bytes, last {report.FinalBytes}: {report.Operator} {report.Text} {report.Verdict}");
            Assert.Equal<Party>([cheat], report.Verdict.Convicted);
            Assert.InRange(report.FinalBytes, 1, 1 << 14);
        }
    }

    [Theory]
    [InlineData("limit", FinishReason.Length)]
    [InlineData("stop string", FinishReason.Stop)]
    [InlineData("end token", FinishReason.Stop)]
    [InlineData("grammar", FinishReason.Stop)]
    [InlineData("grammar, greedy", FinishReason.Stop)]
    [InlineData("grammar and stop", FinishReason.Stop)]
    public void Dispute_AboutAnHonestEnd_ConvictsNobody(string sample, FinishReason finish)
    {
        SyntheticText answer = Samples[sample]();

        Assert.Equal(finish, answer.Text.Finish);
        Assert.InRange(answer.Text.Answer.Length, 2, 300);
        Assert.Equal(VerdictCode.Agreement, DisputeGame.Play(answer.Inference, answer.Inference.Honest(), answer.Inference.Honest()).Code);
    }

    [Fact]
    public void Dispute_AboutAnAnswerCutShort_EndsAtTheTokenItEndsWith()
    {
        SyntheticText answer = Samples["grammar"]();

        DisputeReport early = DisputeSimulation.Run(answer.Program, answer.Constants, answer.Text, new Cheat(CheatKind.EarlyEnd));
        DisputeReport late = DisputeSimulation.Run(answer.Program, answer.Constants, answer.Text, new Cheat(CheatKind.LateEnd, Party: Party.B));

        Assert.Equal(("AnswerEnd", answer.Text.Answer.Length - 2), (early.Operator, early.Element));
        Assert.Equal(("AnswerEnd", answer.Text.Answer.Length - 1), (late.Operator, late.Element));
    }

    [Fact]
    public void Dispute_AboutAnAbortedAnswer_TakesEveryPlaceForItsEnd()
    {
        SyntheticText whole = Samples["limit"]();
        SyntheticText answer = whole with { Text = whole.Text with { Answer = whole.Text.Answer[..5], Finish = FinishReason.Aborted } };

        Assert.Equal(VerdictCode.Agreement, DisputeGame.Play(answer.Inference, answer.Inference.Honest(), answer.Inference.Honest()).Code);
    }

    [Theory]
    [InlineData(60, FinishReason.Stop)]
    [InlineData(3, FinishReason.Length)]
    public void Dispute_AboutAnAnswerWhoseGrammarWasGivenUpOn_TakesItsEndForAborted(int maxTokens, FinishReason finish)
    {
        SyntheticText whole = SyntheticText.CreateEnding(Drawn, 5, maxTokens, AnswerGrammar.Of("root ::= [a-m]{6,14}"));
        SyntheticText answer = whole with { Text = whole.Text with { Finish = FinishReason.Aborted } };

        Assert.Equal(finish, whole.Text.Finish);
        Assert.Equal(VerdictCode.Agreement, DisputeGame.Play(answer.Inference, answer.Inference.Honest(), answer.Inference.Honest()).Code);
    }

    [Fact]
    public void Claim_OfAnIssuerThatSaysAnotherEnd_LosesAtOnce()
    {
        SyntheticText answer = Samples["limit"]();
        SimulatedInference said = answer.Inference;
        SimulatedInference other = new SyntheticText(answer.Program, answer.Constants, answer.Text with { Finish = FinishReason.Stop }).Inference;

        Verdict verdict = DisputeGame.Play(other, said.Honest(), other.Honest());

        Assert.Equal((VerdictCode.BrokenCommitment, true), (verdict.Code, verdict.Convicted.Contains(Party.A)));
    }

    [Fact]
    public void Dispute_WithRandomLiesInBetween_NeverConvictsTheHonest()
    {
        var random = new Random(22);
        SyntheticText[] answers = [Samples["grammar"](), Samples["stop string"]()];
        CheatKind[] kinds = [CheatKind.EarlyEnd, CheatKind.LateEnd, CheatKind.Token, CheatKind.Mask];
        for (int trial = 0; trial < FixedSample.Share(48); trial++)
        {
            var liar = (Party)random.Next(2);
            int lieRound = random.Next(14);
            CheatKind kind = kinds[trial % 4];
            SyntheticText answer = answers[kind == CheatKind.Mask ? 0 : trial / 4 % 2];
            Verdict verdict = DisputeGame.Play(answer, new Cheat(kind, Party: liar), (round, said, earlier) => round < lieRound ? said : Mutation.Of(said, earlier, random));

            bool isRight = verdict.Code == VerdictCode.Agreement || (verdict.Convicted is [Party convicted] && convicted == liar);
            Assert.True(isRight, $"trial {trial}, {liar} lies from round {lieRound} on: {verdict}");
        }
    }

    [Theory]
    [InlineData("grammar", "\"root ::= [\"")]
    [InlineData("grammar", "{}")]
    [InlineData("response_format", "[")]
    [InlineData("tool_choice", "[")]
    [InlineData("other", "\"x\"")]
    public void Compile_WhatIsNoGrammar_IsRefusedByItsParameter(string parameter, string text)
    {
        var error = Assert.Throws<InvalidInputException>(() => new AnswerGrammar(parameter, text, "[]").Compile());

        Assert.Equal((InvalidInputKind.Invalid, parameter), (error.Kind, error.Subject));
    }

    /// <summary>Two letters that the answer without a stop string has in its middle, and not before.</summary>
    private static string StopOf(SamplingParameters sampling)
    {
        SyntheticText free = SyntheticText.CreateEnding(sampling, 5, 60, null, "no such text");
        string text = string.Concat(free.Text.Answer.Select(token => System.Text.Encoding.ASCII.GetString(free.Text.Pieces!.Of(token).Span)));
        return Enumerable.Range(text.Length / 3, text.Length / 3).Select(at => text.Substring(at, 2)).First(pair => text.IndexOf(pair, StringComparison.Ordinal) >= text.Length / 3);
    }
}
