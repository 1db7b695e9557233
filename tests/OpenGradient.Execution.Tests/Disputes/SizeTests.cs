using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.Operators;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>What a judge sees in the end is small, however large the step is: docs/design/disputes.md lists how small for each operator.</summary>
[Trait("Category", "Slow")]
public sealed class SizeTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names() => ["Linear", "MatMul", "Conv", "Softmax", "LayerNorm", "CausalAttention", "ReduceSum", "Add", "Transpose", "TopK", "Dft", "Rnn", "Det", "NonMaxSuppression", "TfIdf", "Unique"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Dispute_AboutALargeStep_EndsInASmallRound(string name)
    {
        SampleModel model = Model(name);

        DisputeReport report = DisputeSimulation.Run(model.Build(), model, model.Inputs, new Cheat(CheatKind.Activation, 0, 0));

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
        string text = File.ReadAllText(Repository.PathOf("docs/design/disputes.md"));
        Assert.All(lines, line => Assert.Contains(line, text, StringComparison.Ordinal));
    }

    private static (int Order, string Row) Row(string name)
    {
        OpeningSize size = OpeningSize.Of(Model(name));
        int bound = 1 << Math.Max(2, 1 + System.Numerics.BitOperations.Log2((uint)(size.Bytes - 1) >> 10));
        Assert.InRange(bound, 1, 16);
        return (bound + (size.HasExpansion ? 100 : 0), $"{(size.HasExpansion ? "expansion" : "own")} | {bound} KB");
    }

    private static SampleModel Model(string name)
    {
        (_, Func<SampleModel, int[]> inputs, int outputCount, string[] attributes) = LargeSamples.All().Single(large => large.Name == name);
        var model = new SampleModel(1);
        model.Step(name, inputs(model), outputCount, attributes);
        return model;
    }
}
