using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.Operators;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>What a judge sees in the end is small, however large the step is: docs/design/disputes.md lists how small for each operator.</summary>
public sealed class SizeTests(ITestOutputHelper output)
{
    private static readonly string[] Whole = ["Det", "NonMaxSuppression", "TfIdf", "Unique"];

    public static TheoryData<string> Names() => ["Linear", "MatMul", "Conv", "Softmax", "LayerNorm", "CausalAttention", "ReduceSum", "Add", "Transpose", "TopK", "Dft", "Rnn"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Dispute_AboutALargeStep_EndsInASmallRound(string name)
    {
        SampleModel model = Model(name, out _);

        DisputeReport report = DisputeSimulation.Run(model.Build(), model, model.Inputs, new Cheat(CheatKind.Activation, 0, 200));

        output.WriteLine($"{name}: {report.RoundCount} rounds, {report.TotalBytes} bytes in all, the last round at most {report.FinalBytes}; {report.Within}");
        Assert.Equal<Party>([Party.A], report.Verdict.Convicted);
        Assert.InRange(report.FinalBytes, 1, 16 << 10);
        Assert.InRange(report.RoundCount, 5, 70);
    }

    [Fact]
    public void Operators_AllOfThem_AreListedWithTheBytesOfTheirLargestOpening()
    {
        var rows = new SortedDictionary<(int, string), SortedSet<string>>();
        foreach (string name in OperatorRegistry.Names.Where(static name => name is not ("If" or "Loop")))
        {
            (int order, string row) = Row(name);
            if (!rows.TryGetValue((order, row), out SortedSet<string>? names))
                rows.Add((order, row), names = new SortedSet<string>(StringComparer.Ordinal));
            names.Add($"`{name}`");
        }

        string[] lines = [.. rows.Select(static row => $"| {row.Key.Item2} | {string.Join(' ', row.Value)} |")];
        output.WriteLine(string.Join("\n", lines));
        Assert.All(rows.Where(static row => row.Key.Item1 == 1000).SelectMany(static row => row.Value), static name => Assert.Contains(name.Trim('`'), Whole));
        string text = File.ReadAllText(Repository.PathOf("docs/design/disputes.md"));
        Assert.All(lines, line => Assert.Contains(line, text, StringComparison.Ordinal));
    }

    private static (int Order, string Row) Row(string name)
    {
        IJudge judge = JudgeRegistry.Find(name);
        if (judge is IExpandingJudge)
            return (100, "expansion | as its operators");
        int bytes = OpeningSize.Largest(Model(name, out int outputCount), outputCount);
        int bound = 1 << Math.Max(2, 1 + System.Numerics.BitOperations.Log2((uint)(bytes - 1) >> 10));
        bool isWhole = judge is WholeStepJudge;
        string limit = bound > 64 ? "all inputs" : $"{bound} KB";
        return (bound > 64 ? 1000 : bound + (isWhole ? 500 : 0), $"{(isWhole ? "whole step" : "own")} | {limit}");
    }

    private static SampleModel Model(string name, out int outputCount)
    {
        (_, Func<SampleModel, int[]> inputs, outputCount, string[] attributes) = LargeSamples.All().Single(large => large.Name == name);
        var model = new SampleModel(1);
        model.Step(name, inputs(model), outputCount, attributes);
        return model;
    }
}
