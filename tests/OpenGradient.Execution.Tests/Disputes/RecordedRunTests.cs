using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Execution.Tests.LanguageModels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>What a party of a dispute computes, and what it computes again.</summary>
public sealed class RecordedRunTests
{
    [Fact]
    public void Value_ThatIsNotKept_IsMadeFromTheBlockBefore()
    {
        Sample sample = Sample.Load();
        RecordedRun whole = sample.Run(new Recording());
        RecordedRun bounded = sample.Run(new Recording { KeptBytesLimit = 0 });
        int[] traced = [.. whole.Graph.Steps.Where(static step => step.IsTraced).Select(static step => step.Index)];
        Assert.Equal(whole.Root, bounded.Root);

        foreach (LeafName leaf in whole.Names)
        {
            sample.Constants.Read.Clear();

            Tensor value = bounded.Value(leaf);

            Assert.Equal(whole.Value(leaf).Bytes, value.Bytes);
            int before = traced.Where(step => step < leaf.Step).DefaultIfEmpty(-1).Max();
            var near = whole.Graph.Steps.Where(step => step.Index > before && step.Index <= leaf.Step).SelectMany(static step => step.References).OfType<ValueReference.Stored>().Select(static stored => stored.Index);
            Assert.Subset(near.ToHashSet(), sample.Constants.Read);
        }
    }

    [Fact]
    public void Run_ThatStartsAsAnotherOne_CarriesOutTheRestOnly()
    {
        Sample sample = Sample.Load();
        RecordedRun honest = sample.Run(new Recording { KeptBytesLimit = 0 });
        int start = honest.Graph.Steps.Length - 3;
        var conduct = new AlteredOutputs(new LeafName(start, 0, []), static (_, outputs) => [BitFlip.Of(outputs[0], 5)]);
        RecordedRun alone = sample.Run(new Recording(), conduct);
        sample.Constants.Read.Clear();

        RecordedRun shared = sample.Run(new Recording { Same = (honest, start) }, conduct);

        Assert.Equal(alone.Root, shared.Root);
        Assert.NotEqual(honest.Root, shared.Root);
        Assert.InRange(sample.Constants.Read.Count, 1, 12);
        Assert.DoesNotContain(0, sample.Constants.Read);
        Assert.All(alone.Names, leaf => Assert.Equal(alone.Value(leaf).Bytes, shared.Value(leaf).Bytes));
    }

    [Fact]
    public void Simulation_ThatIsWatched_TellsEveryStepAndEveryRound()
    {
        SyntheticText answer = SyntheticText.Create(SamplingParameters.Greedy(1), 4, 6);
        var seen = new Log();

        DisputeReport report = DisputeSimulation.Run(answer.Program, answer.Constants, answer.Text, new Cheat(CheatKind.Token), new DisputeMonitor(seen, CancellationToken.None));

        DisputeProgress[] honest = [.. seen.All.Where(static progress => progress.Work == "running it as it should be")];
        Assert.Equal(Enumerable.Range(0, honest[0].TotalCount), honest.Select(static progress => progress.DoneCount));
        Assert.Equal(report.RoundCount, seen.All.Count(static progress => progress.TotalCount == 0));
    }

    [Fact]
    public void Simulation_ThatIsCancelled_Ends()
    {
        SyntheticText answer = SyntheticText.Create(SamplingParameters.Greedy(1), 4, 6);
        using var cancellation = new CancellationTokenSource();
        var seen = new Log { At = 9, Then = cancellation.Cancel };

        Assert.Throws<OperationCanceledException>(
            () => DisputeSimulation.Run(answer.Program, answer.Constants, answer.Text, new Cheat(CheatKind.Token), new DisputeMonitor(seen, cancellation.Token)));

        Assert.Equal(9, seen.All.Count);
    }

    private sealed class Log : IProgress<DisputeProgress>
    {
        public List<DisputeProgress> All { get; } = [];

        public int At { get; init; }

        public Action? Then { get; init; }

        public void Report(DisputeProgress value)
        {
            All.Add(value);
            if (All.Count == At)
                Then?.Invoke();
        }
    }

    private sealed record Sample(Program Program, NotedConstants Constants)
    {
        public static Sample Load()
        {
            Executable executable = SyntheticModel.Load("halves", out IConstantSource constants);
            return new Sample(executable.Program, new NotedConstants(constants));
        }

        public RecordedRun Run(Recording recording, Conduct? conduct = null) =>
            RecordedRun.Of(Program, Constants, [Tensor.Create<int>(ElementType.Int32, [9], SyntheticModel.Tokens(9))], conduct ?? Conduct.Honest, recording);
    }

    private sealed class NotedConstants(IConstantSource constants) : IConstantSource
    {
        public HashSet<int> Read { get; } = [];

        ReadOnlyMemory<byte> IConstantSource.Read(int index)
        {
            Read.Add(index);
            return constants.Read(index);
        }
    }
}
