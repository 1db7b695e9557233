using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Disputes about Programs with choices and loops.</summary>
public sealed class ControlDisputeTests(ITestOutputHelper output)
{
    private static readonly CheatKind[] Kinds = [.. Enum.GetValues<CheatKind>().Where(static kind => kind < CheatKind.Token)];

    [Fact]
    public void RecordedRun_OfRandomPrograms_HasTheFullTraceOfTheEngine()
    {
        int bodies = 0;
        for (int seed = 0; seed < FixedSample.Share(200); seed++)
        {
            var model = new ControlModel(seed);
            RunResult run = Executable.Load(model.Program, model).Run(model.Inputs, TraceLevel.Full, default);

            var recorded = RecordedRun.Of(model.Program, model, model.Inputs, Conduct.Honest);

            Assert.Equal($"{seed}: {run.FullTrace!.Root}", $"{seed}: {recorded.Root}");
            bodies += run.FullTrace.Leaves.Count(static leaf => leaf.Path.Length > 1);
        }

        Assert.InRange(bodies, FixedSample.Share(500), int.MaxValue);
    }

    [Fact]
    public void Judges_OnRandomPrograms_SayWhatTheEngineSays()
    {
        for (int seed = 0; seed < FixedSample.Share(40); seed++)
        {
            var model = new ControlModel(seed);
            JudgeCheck.AllSteps(model.Program, model, model.Inputs, $"seed {seed}");
        }
    }

    [Fact]
    public void Dispute_AboutRandomProgramsAndCheats_ConvictsTheCheatAndNeverTheHonest()
    {
        var ends = new SortedDictionary<(CheatKind, VerdictCode), int>();
        for (int seed = 0; seed < FixedSample.Share(60); seed++)
        {
            var model = new ControlModel(seed);
            var random = new Random(seed);
            foreach (CheatKind kind in Kinds)
            {
                var cheat = new Cheat(kind, Element: random.Next(4), Party: (Party)random.Next(2));
                if (Play(model, cheat) is not { } report)
                    continue;
                bool isRight = report.Verdict.Code == VerdictCode.Agreement || (report.Verdict.Convicted is [Party convicted] && convicted == cheat.Party);
                Assert.True(isRight, $"seed {seed}, {kind} of {cheat.Party}: {report.Verdict}");
                ends[(kind, report.Verdict.Code)] = ends.GetValueOrDefault((kind, report.Verdict.Code)) + 1;
            }
        }

        output.WriteLine(string.Join("\n", ends));
        Assert.All(Kinds, kind => Assert.True(ends.Where(end => end.Key.Item1 == kind && end.Key.Item2 != VerdictCode.Agreement).Sum(static end => end.Value) > FixedSample.Share(5), $"{kind}"));
    }

    [Theory]
    [InlineData(CheatKind.Activation, VerdictCode.FalseElement)]
    [InlineData(CheatKind.ExtraIteration, VerdictCode.FalseSuccessor)]
    [InlineData(CheatKind.MissingIteration, VerdictCode.FalseSuccessor)]
    [InlineData(CheatKind.MissingLeaf, VerdictCode.FalseSuccessor)]
    [InlineData(CheatKind.LoopValue, VerdictCode.FalseElement)]
    public void Dispute_InTheInnermostOfEightBodies_NamesTheIterations(CheatKind kind, VerdictCode code)
    {
        (Program program, Tensor[] inputs) = Nested(ProgramValidator.MaxBodyDepth);

        DisputeReport report = DisputeSimulation.Run(program, new SampleModel(0), inputs, new Cheat(kind, kind is CheatKind.Activation or CheatKind.MissingLeaf ? 8 : 7));

        output.WriteLine($"{kind}: {report.LeafCount} leaves, {report.RoundCount} rounds, {report.TotalBytes} bytes, last {report.FinalBytes}: {report.Verdict.Reason}");
        Assert.Equal<Party>([Party.A], report.Verdict.Convicted);
        Assert.Equal(code, report.Verdict.Code);
        Assert.InRange(report.Iterations.Length, 7, 8);
        Assert.InRange(report.RoundCount, 8, 20);
    }

    private static DisputeReport? Play(ControlModel model, Cheat cheat)
    {
        try
        {
            return DisputeSimulation.Run(model.Program, model, model.Inputs, cheat);
        }
        catch (InvalidInputException)
        {
            return null; // the run has no place for such a cheat
        }
    }

    /// <summary>Loops in each other, the innermost with one step: v = v + x. Each runs twice.</summary>
    private static (Program Program, Tensor[] Inputs) Nested(int depth)
    {
        var none = ImmutableSortedDictionary<string, string>.Empty;
        int next = 2 + (3 * depth);
        Step made = new("Add", [next - 1, 1], 1, none, IsTraced: true);
        int result = next++;
        for (int level = depth - 1; level >= 0; level--)
        {
            int first = 2 + (3 * level);
            int carried = level == 0 ? 1 : first - 1;
            made = new Step("Loop", [0, Step.Absent, carried], 1, none, IsTraced: true) { Bodies = [new Body(3, [made], [first + 1, result])] };
            result = next++;
        }

        var program = new Program(
            [new ProgramInput("n", ElementType.Int64, []), new ProgramInput("x", ElementType.Float32, ["300"])], [], [made], [new ProgramOutput("y", result)]);
        return (program, [Tensor.Create<long>(ElementType.Int64, [], [2]), Tensor.Create<float>(ElementType.Float32, [300], [.. Enumerable.Repeat(0.5f, 300)])]);
    }
}
