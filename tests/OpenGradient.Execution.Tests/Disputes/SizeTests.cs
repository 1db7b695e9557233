using OpenGradient.Execution.Disputes;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>What a judge sees in the end is small, however large the step is.</summary>
public sealed class SizeTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names() => [.. Large().Select(static large => large.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Dispute_AboutALargeStep_EndsInASmallRound(string name)
    {
        (_, Func<SampleModel, int[]> inputs, string[] attributes) = Large().Single(large => large.Name == name);
        var model = new SampleModel(1);
        model.Step(name, inputs(model), 1, attributes);

        DisputeReport report = DisputeSimulation.Run(model.Build(), model, model.Inputs, new Cheat(CheatKind.Activation, 0, 200));
        int last = Math.Max(report.FinalBytes, LargestOpening(model, 200));

        output.WriteLine($"{name}: {report.RoundCount} rounds, {report.TotalBytes} bytes in all, the last term of any kind at most {last}");
        Assert.InRange(last, 1, 8 << 10);
        Assert.InRange(report.RoundCount, 5, 30);
    }

    /// <summary>The largest message that opens what one term reads: first, middle and last terms of the derivation.</summary>
    private static int LargestOpening(SampleModel model, long element)
    {
        var graph = new ProgramGraph(model.Build());
        var documents = new Dictionary<DocumentName, TiledDocument>();
        TiledDocument Find(DocumentName name) => documents.TryGetValue(name, out TiledDocument? found)
            ? found
            : documents[name] = TiledDocument.Of(name.Kind, name.Kind == DocumentKind.Constant ? model.Read(name.Index) : model.Inputs[name.Index].Bytes);
        Derivation Derive(IDocumentReader reader)
        {
            var view = new ProgramView(index => graph.Steps[index], name => ValueHeader.Of(model.Inputs[name.Index]), reader);
            var reading = Reading.Of(new LeafName(0, 0, []), view, new Succession(view), null, (element, ValueHeader.Of(RecordedOutput(model))));
            return reading.Judge.Derive(new JudgedStep(reading, view), 0, element);
        }

        Derivation plain = Derive(new ByteReader(name => Find(name).Bytes));
        int largest = 0;
        foreach (long position in (long[])[0, plain.Length / 2, plain.Length - 1])
        {
            var reads = new DocumentSet(Find);
            Derive(reads).Advance(plain.Advance(plain.Start(), 0, position), position, position + 1);
            largest = Math.Max(largest, Envelope.Write(default, Party.A, 20, reads.Open()).Length);
        }

        return largest;
    }

    private static Tensor RecordedOutput(SampleModel model)
    {
        Program program = model.Build();
        return RecordedRun.Of(program, model, model.Inputs, Conduct.Honest).Value(new LeafName(0, 0, []));
    }

    private static (string Name, Func<SampleModel, int[]> Inputs, string[] Attributes)[] Large() =>
    [
        ("Linear", static m => [m.Floats(4, 4096), m.Weights(512, 4096), m.Weights(512)], []),
        ("MatMul", static m => [m.Floats(64, 1024), m.Floats(1024, 256)], []),
        ("Conv", static m => [m.Floats(1, 64, 28, 28), m.Weights(64, 64, 3, 3), m.Weights(64)], ["pads=1,1,1,1"]),
        ("MaxPool", static m => [m.Floats(1, 64, 28, 28)], ["kernel_shape=3,3", "strides=2,2"]),
        ("Softmax", static m => [m.Floats(4, 32000)], []),
        ("LayerNorm", static m => [m.Floats(64, 4096), m.Weights(4096), m.Weights(4096)], []),
        ("RmsNorm", static m => [m.Floats(64, 4096), m.Weights(4096)], []),
        ("CausalAttention", static m => [m.Floats(128, 512), m.Floats(128, 512), m.Floats(128, 512)], ["heads=8", "kvHeads=8", "headDim=64", "scale=0x3e000000"]),
        ("ReduceSum", static m => [m.Floats(300, 4096), m.Longs(1)], []),
        ("Add", static m => [m.Floats(256, 1024), m.Floats(1024)], []),
        ("Transpose", static m => [m.Floats(256, 1024)], []),
        ("Gather", static m => [m.Floats(1000, 64), m.Longs(7, 999, 3, 12)], []),
        ("BatchNorm", static m => [m.Floats(1, 64, 28, 28), m.Weights(64), m.Weights(64), m.Weights(64), m.Constant(Tensor.Create<float>(ElementType.Float32, [64], new float[64]))], []),
    ];
}
