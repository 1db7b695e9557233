using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Disputes about steps that are spelled out: whoever lies is convicted, whatever it lies about.</summary>
public sealed class ExpandedDisputeTests(ITestOutputHelper output)
{
    private static readonly LeafName Only = new(0, 0, []);

    public static TheoryData<string> Names() => ExpandedModels.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Dispute_AboutAnElementOfAnyOutput_ConvictsTheCheat(string name)
    {
        SampleModel model = ExpandedModels.Create(name);
        ImmutableArray<Tensor> right = Executed(model);
        for (int place = 0; place < right.Length; place++)
        {
            foreach (long element in (long[])[0, right[place].ElementCount / 2, right[place].ElementCount - 1])
            {
                var altered = new AlteredOutputs(Only, (_, outputs) => outputs.SetItem(place, BitFlip.Of(outputs[place], element)));

                Assert.Equal($"output {place}: {VerdictCode.FalseElement}", $"output {place}: {Play(model, altered, (Party)(element % 2)).Code}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Dispute_AboutAStepThatWasLeftOut_ConvictsTheCheat(string name)
    {
        Play(ExpandedModels.Create(name), new AlteredOutputs(Only, static (_, outputs) => [.. outputs.Select(static output => new Tensor(output.Type, output.Shape, new byte[output.Bytes.Length]))]), Party.B);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Dispute_AboutTypeShapeAndCount_ConvictsTheCheat(string name)
    {
        SampleModel model = ExpandedModels.Create(name);
        ImmutableArray<Tensor> right = Executed(model);
        for (int place = 0; place < right.Length; place++)
        {
            ImmutableArray<long> shape = right[place].Shape;
            IEnumerable<ImmutableArray<long>> shapes = [shape.Insert(0, 1), .. shape.SelectMany((size, axis) => (ImmutableArray<long>[])[shape.SetItem(axis, size + 1), shape.SetItem(axis, size - 1)])];
            foreach (ImmutableArray<long> other in shapes)
                False(model, place, new Tensor(right[place].Type, other, new byte[Tensor.CountElements(other) * right[place].Type.SizeBytes()]));
            False(model, place, new Tensor(ElementType.UInt64, shape, new byte[right[place].ElementCount * sizeof(ulong)]));
        }
    }

    /// <summary>The cheat does one thing otherwise inside, goes on with that, and claims what comes out.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Names))]
    public void Dispute_AboutALieInsideTheExpansion_ConvictsTheCheat(string name)
    {
        SampleModel model = ExpandedModels.Create(name);
        var codes = new SortedDictionary<VerdictCode, int>();
        RecordedRun honest = Inner(model, Conduct.Honest);
        for (int index = 0; index < honest.Names.Length; index++)
        {
            LeafName leaf = honest.Names[index];
            long count = honest.Value(leaf).ElementCount;
            foreach (long element in (long[])[0, count / 3, count - 1])
            {
                var lie = new AlteredOutputs(leaf with { Output = 0 }, (_, outputs) => outputs.SetItem(leaf.Output, BitFlip.Of(outputs[leaf.Output], element)));
                if (Lie(model, honest, lie) is not { } conduct)
                    continue;
                VerdictCode code = Play(model, conduct, (Party)(index % 2)).Code;
                codes[code] = codes.GetValueOrDefault(code) + 1;
            }
        }

        output.WriteLine(string.Join("\n", codes));
        Assert.InRange(codes.Values.Sum(), 3, int.MaxValue);
    }

    /// <summary>What a loop hands to its body has no document; the expansion reads it all the same.</summary>
    [Fact]
    public void Dispute_AboutAStepThatReadsTheIteration_ConvictsTheCheat()
    {
        var model = new SampleModel(5);
        ImmutableArray<Tensor> inputs = [model.RandomFloats(1, 20, 4), model.RandomFloats(1, 2, 20), Tensor.Create<long>(ElementType.Int64, [], [4])];
        var sketch = new ProgramSketch(inputs.Select(ValueHeader.Of));
        int last = sketch.Loop(2, [sketch.Add("NonZero", [1])], 1, first => [sketch.Add("NonMaxSuppression", [0, 1, first])]);
        Program program = sketch.Build(last);
        foreach (Party cheat in Parties.Both)
        {
            DisputeReport report = DisputeSimulation.Run(program, model, inputs, new Cheat(CheatKind.Activation, 2, 5, cheat) { Iterations = "3" });

            Assert.Equal<Party>([cheat], report.Verdict.Convicted);
            Assert.Equal(VerdictCode.FalseElement, report.Verdict.Code);
        }
    }

    internal static Verdict Play(SampleModel model, Conduct conduct, Party cheat)
    {
        Program program = model.Build();
        var lying = new Player(program, model.Inputs, model, model, conduct);
        var honest = new Player(program, model.Inputs, model);

        Verdict verdict = cheat == Party.A ? RefereeTests.Play(program, model, lying, honest) : RefereeTests.Play(program, model, honest, lying);

        Assert.True(verdict.Convicted is [Party convicted] && convicted == cheat, verdict.ToString());
        return verdict;
    }

    private static void False(SampleModel model, int place, Tensor claimed) =>
        Assert.Equal(VerdictCode.FalseHeader, Play(model, new AlteredOutputs(Only, (_, outputs) => outputs.SetItem(place, claimed)), (Party)(place % 2)).Code);

    private static ImmutableArray<Tensor> Executed(SampleModel model)
    {
        var run = RecordedRun.Of(model.Build(), model, model.Inputs, Conduct.Honest);
        return [.. run.Names.Select(run.Value)];
    }

    /// <summary>A run of the expansion of the only step.</summary>
    private static RecordedRun Inner(SampleModel model, Conduct conduct)
    {
        var graph = new ProgramGraph(model.Build());
        var reader = new ByteReader(name => name.Kind == DocumentKind.Constant ? model.Read(name.Index) : model.Inputs[name.Index].Bytes);
        var view = new ProgramView(index => graph.Steps[index], name => ValueHeader.Of(model.Inputs[name.Index]), reader);
        var reading = Reading.Of(Only, view, new Succession(view), null, null);
        return new RecordedRun(reading.Expand(new JudgedStep(reading, view), ofHeader: false)!.Graph(), model, name => model.Inputs[name.Index], conduct);
    }

    /// <summary>The conduct of who lies inside; null if the lie changes nothing, or leads to what cannot run.</summary>
    private static Conduct? Lie(SampleModel model, RecordedRun honest, Conduct lie)
    {
        try
        {
            RecordedRun run = Inner(model, lie);
            LeafName[] outputs = [.. run.Graph.Frame.Outputs.Cast<ValueReference.Made>().Select(static made => new LeafName(made.Step, made.Output, []))];
            return outputs.All(name => run.Claim(run.PlaceOf(name)) == honest.Claim(honest.PlaceOf(name))) ? null : new InnerLie(lie, [.. outputs.Select(run.Value)]);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private sealed class InnerLie(Conduct lie, ImmutableArray<Tensor> claimed) : Conduct
    {
        public override ImmutableArray<Tensor> Give(LeafName first, IReadOnlyList<StepOperand?> operands, ImmutableArray<Tensor> outputs) => [.. claimed[..outputs.Length]];

        public override Conduct OfExpansion(LeafName output, Tensor claimed) => lie;
    }
}
