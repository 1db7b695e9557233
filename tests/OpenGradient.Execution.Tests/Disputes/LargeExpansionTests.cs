using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Execution.Disputes;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Steps with more than 32 MB of inputs: they too end in a round of a few kilobytes.</summary>
public sealed class LargeExpansionTests(ITestOutputHelper output)
{
    private const int LargeBytes = 33 << 20;

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("Det")]
    [InlineData("NonMaxSuppression")]
    [InlineData("TfIdf")]
    [InlineData("Unique")]
    public void Dispute_AboutALargeStep_EndsInASmallRoundAndConvictsTheCheat(string name)
    {
        SampleModel model = Create(name);
        Assert.InRange(model.Inputs.Sum(static input => input.Bytes.Length), LargeBytes, int.MaxValue);
        foreach (Party cheat in Parties.Both)
        {
            DisputeReport report = DisputeSimulation.Run(model.Build(), model, model.Inputs, new Cheat(CheatKind.Activation, 0, 1, cheat));

            output.WriteLine($"{name}: {report.RoundCount} rounds, {report.TotalBytes} bytes in all, the last round at most {report.FinalBytes}; {report.Within}");
            Assert.Equal<Party>([cheat], report.Verdict.Convicted);
            Assert.InRange(report.FinalBytes, 1, 16 << 10);
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("Det")]
    [InlineData("NonMaxSuppression")]
    [InlineData("TfIdf")]
    [InlineData("Unique")]
    public void Dispute_AboutTheShapeThatALargeStepGives_ConvictsTheCheat(string name)
    {
        SampleModel model = Create(name);
        var longer = new AlteredOutputs(new LeafName(0, 0, []), static (_, outputs) =>
        {
            ImmutableArray<long> shape = outputs[0].Shape.SetItem(outputs[0].Shape.Length == 2 && outputs[0].Type == ElementType.Int64 ? 0 : outputs[0].Shape.Length - 1, 5);
            return outputs.SetItem(0, new Tensor(outputs[0].Type, shape, new byte[Tensor.CountElements(shape) * outputs[0].Type.SizeBytes()]));
        });

        Verdict verdict = ExpandedDisputeTests.Play(model, longer, Party.B);

        Assert.Equal(VerdictCode.FalseHeader, verdict.Code);
    }

    private static SampleModel Create(string name)
    {
        var model = new SampleModel(1);
        switch (name)
        {
            case "Det":
                model.Step("Det", [Numbers(model, (LargeBytes / (32 * 32 * sizeof(float))) + 1, 32, 32)]);
                break;
            case "NonMaxSuppression":
                const int Boxes = LargeBytes / (6 * sizeof(float));
                model.Step("NonMaxSuppression", [Numbers(model, 1, Boxes + 1, 4), Numbers(model, 1, 2, Boxes + 1), model.Longs(10)]);
                break;
            case "TfIdf":
                ExpandedModels.TfIdf(model, model.Input(ExpandedModels.Longs(33, LargeBytes / sizeof(long) / 32, 8)), width: 12);
                break;
            default:
                model.Step("Unique", [Numbers(model, (LargeBytes / (32 * sizeof(float))) + 1, 32)], 4, "axis=0");
                break;
        }

        return model;
    }

    private static int Numbers(SampleModel model, params long[] shape)
    {
        uint state = 1;
        float[] numbers = new float[Tensor.CountElements([.. shape])];
        foreach (ref float number in numbers.AsSpan())
            number = unchecked(state = (state * 1664525) + 1013904223) / 4294967296f;
        return model.Input(new Tensor(ElementType.Float32, [.. shape], MemoryMarshal.AsBytes<float>(numbers).ToArray()));
    }
}
