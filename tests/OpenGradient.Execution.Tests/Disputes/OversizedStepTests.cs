using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>A step that only a run of the whole judges is refused where it is too large, and nobody is convicted for it.</summary>
public sealed class OversizedStepTests
{
    private const int Scalars = 3 * sizeof(float);

    [Theory]
    [InlineData(Party.A)]
    [InlineData(Party.B)]
    public void Dispute_AboutTheLargestStepThatIsCarriedOut_ConvictsTheCheat(Party cheat)
    {
        Verdict verdict = OfRange((WholeStepJudge.LimitBytes - Scalars) / sizeof(float), cheat);

        Assert.Equal<Party>([cheat], verdict.Convicted);
    }

    [Theory]
    [InlineData(Party.A)]
    [InlineData(Party.B)]
    public void Dispute_AboutALargerOutput_ConvictsNobody(Party cheat)
    {
        Verdict verdict = OfRange(((WholeStepJudge.LimitBytes - Scalars) / sizeof(float)) + 1, cheat);

        Assert.Equal(VerdictCode.OversizedStep, verdict.Code);
        Assert.Empty(verdict.Convicted);
        Assert.Contains("Range has no small judge", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispute_AboutTheShapeThatLargerInputsGive_ConvictsNobody()
    {
        var model = new SampleModel(1);
        model.Step("Det", [model.Floats((WholeStepJudge.LimitBytes / (32 * 32 * sizeof(float))) + 1, 32, 32)]);
        Program program = model.Build();
        static ImmutableArray<Tensor> Reshaped(ImmutableArray<Tensor> outputs) => [new Tensor(ElementType.Float32, [1, .. outputs[0].Shape], outputs[0].Bytes)];
        var lying = new Player(program, model.Inputs, model, model, new AlteredOutputs(new LeafName(0, 0, []), static (_, outputs) => Reshaped(outputs)));
        var honest = new Player(program, model.Inputs, model);

        Verdict verdict = RefereeTests.Play(program, model, lying, honest);

        Assert.Equal(VerdictCode.OversizedStep, verdict.Code);
        Assert.Empty(verdict.Convicted);
    }

    private static Verdict OfRange(long count, Party cheat)
    {
        var model = new SampleModel(1);
        int Number(float number) => model.Input(Tensor.Create<float>(ElementType.Float32, [], [number]));
        model.Step("Range", [Number(0), Number(count), Number(1)]);
        return DisputeSimulation.Run(model.Build(), model, model.Inputs, new Cheat(CheatKind.Activation, 0, 5, cheat)).Verdict;
    }
}
