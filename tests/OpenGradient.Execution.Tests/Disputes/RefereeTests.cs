using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

public sealed class RefereeTests
{
    [Fact]
    public void Dispute_AboutRandomGraphs_ConvictsTheCheatOfEveryKindWhoeverItIs()
    {
        int disputes = 0;
        for (int seed = 0; seed < 12; seed++)
        {
            SampleModel model = RandomGraph(seed);
            Program program = model.Build();
            foreach (CheatKind kind in (CheatKind[])[CheatKind.Weight, CheatKind.Activation, CheatKind.Output, CheatKind.SkipStep, CheatKind.Constant, CheatKind.MissingLeaf])
            {
                Party cheat = (seed & 1) == 0 ? Party.A : Party.B;
                DisputeReport report = DisputeSimulation.Run(program, model, model.Inputs, new Cheat(kind, Party: cheat));

                // A weight may be multiplied by zero, a step may give what it reads: then there is nothing to dispute.
                if (report.Verdict.Code == VerdictCode.Agreement)
                    continue;
                Assert.True(report.Verdict.Convicted is [Party convicted] && convicted == cheat, $"seed {seed}, {kind}: {report.Verdict}");
                disputes++;
            }
        }

        Assert.InRange(disputes, 55, 72);
    }

    [Fact]
    public void Dispute_AboutAShape_ConvictsWhoChangedIt()
    {
        SampleModel model = RandomGraph(3);
        Program program = model.Build();
        foreach (int step in Enumerable.Range(0, program.Steps.Length))
        {
            var flattened = new AlteredOutputs(new LeafName(step, 0, []), static (_, outputs) => outputs.SetItem(0, new Tensor(outputs[0].Type, [1, .. outputs[0].Shape], outputs[0].Bytes)));
            Verdict verdict;
            try
            {
                verdict = Play(program, model, new Player(program, model.Inputs, model, model, flattened), new Player(program, model.Inputs, model));
            }
            catch (InvalidInputException)
            {
                continue; // the steps after it cannot run on such a shape
            }

            Assert.Equal(VerdictCode.FalseHeader, verdict.Code);
            Assert.Equal<Party>([Party.A], verdict.Convicted);
        }
    }

    [Theory]
    [InlineData("Compress", -1)]
    [InlineData("Compress", 1)]
    [InlineData("NonZero", -1)]
    [InlineData("NonZero", 1)]
    public void Dispute_AboutADimensionThatDependsOnElements_ConvictsWhoChangedIt(string name, int difference)
    {
        var model = new SampleModel(9);
        int flags = model.Input(new Tensor(ElementType.Bool, [3000], [.. Enumerable.Range(0, 3000).Select(static i => (byte)(i * i % 7 % 2))]));
        model.Step(name, name == "Compress" ? [model.Floats(3000), flags] : [flags]);
        Program program = model.Build();
        var resized = new AlteredOutputs(new LeafName(0, 0, []), (_, outputs) =>
        {
            ImmutableArray<long> shape = outputs[0].Shape.SetItem(outputs[0].Shape.Length - 1, outputs[0].Shape[^1] + difference);
            return outputs.SetItem(0, new Tensor(outputs[0].Type, shape, new byte[Tensor.CountElements(shape) * outputs[0].Type.SizeBytes()]));
        });

        Verdict verdict = Play(program, model, new Player(program, model.Inputs, model), new Player(program, model.Inputs, model, model, resized));

        Assert.Equal(VerdictCode.FalseHeader, verdict.Code);
        Assert.Equal<Party>([Party.B], verdict.Convicted);
    }

    [Fact]
    public void Dispute_BetweenTwoLiars_ConvictsAtLeastOne()
    {
        SampleModel model = RandomGraph(4);
        Program program = model.Build();
        Player Liar(byte mask) => new(program, model.Inputs, model, model, new AlteredOutputs(new LeafName(1, 0, []), (_, outputs) => outputs.SetItem(0, Flip(outputs[0], mask))));

        Verdict verdict = Play(program, model, Liar(1), Liar(2));

        Assert.Equal<Party>([Party.A, Party.B], verdict.Convicted);
    }

    [Fact]
    public void Dispute_BetweenHonestRunners_ConvictsNobody()
    {
        SampleModel model = RandomGraph(5);
        Program program = model.Build();

        Verdict verdict = Play(program, model, new Player(program, model.Inputs, model), new Player(program, model.Inputs, model));

        Assert.Equal(VerdictCode.Agreement, verdict.Code);
        Assert.Empty(verdict.Convicted);
    }

    [Fact]
    public void Dispute_AboutAnotherProgramUnderTheSameName_IsSettledByTheProgramsBytes()
    {
        SampleModel model = RandomGraph(6);
        Program program = model.Build();
        Program other = program with { Steps = program.Steps.SetItem(0, program.Steps[0] with { IsTraced = false, Attributes = program.Steps[0].Attributes.Add("alpha", "0x3f000000") }) };
        var lying = new Player(other, model.Inputs, model);
        var referee = new Referee(DisputeTerms.Of(program, model.Inputs));

        Send(referee, Party.A, lying.Answer(referee.Request), program, model);
        Send(referee, Party.B, new Player(program, model.Inputs, model).Answer(referee.Request), program, model);
        Assert.IsType<DisputeRequest.ProgramBytes>(referee.Request);
        Send(referee, Party.A, new ProgramBody([.. program.ToBytes()]), program, model);
        Send(referee, Party.B, new ProgramBody([.. program.ToBytes()]), program, model);

        Assert.Equal(VerdictCode.FalseGraph, referee.Verdict!.Code);
        Assert.Equal<Party>([Party.A], referee.Verdict.Convicted);
    }

    internal static Verdict Play(Program program, SampleModel model, Player a, Player b)
    {
        var referee = new Referee(DisputeTerms.Of(program, model.Inputs));
        while (referee.Verdict is null)
        {
            DisputeRequest request = referee.Request;
            int round = referee.Round;
            referee.Receive(Party.A, Envelope.Write(DisputeTerms.Of(program, model.Inputs).Id, Party.A, round, a.Answer(request)));
            referee.Receive(Party.B, Envelope.Write(DisputeTerms.Of(program, model.Inputs).Id, Party.B, round, b.Answer(request)));
        }

        return referee.Verdict;
    }

    private static void Send(Referee referee, Party party, IDisputeBody body, Program program, SampleModel model) =>
        referee.Receive(party, Envelope.Write(DisputeTerms.Of(program, model.Inputs).Id, party, referee.Round, body));

    private static Tensor Flip(Tensor tensor, byte mask)
    {
        byte[] bytes = [.. tensor.Bytes];
        bytes[2] ^= mask;
        return new Tensor(tensor.Type, tensor.Shape, bytes);
    }

    /// <summary>Some steps of the shapes [rows, columns], each reading values that were made before.</summary>
    private static SampleModel RandomGraph(int seed)
    {
        var random = new Random(seed);
        var model = new SampleModel(seed);
        int columns = random.Next(3, 60);
        List<int> values = [model.Floats(random.Next(1, 8), columns)];
        for (int index = 0; index < 9; index++)
        {
            int x = values[random.Next(values.Count)];
            int y = values[random.Next(values.Count)];
            values.Add(random.Next(7) switch
            {
                0 => model.Step("Linear", [x, model.Weights(columns, columns), model.Weights(columns)]),
                1 => model.Step("Add", [x, y]),
                2 => model.Step("Mul", [x, model.Weights(columns)]),
                3 => model.Step("Softmax", [x]),
                4 => model.Step("LayerNorm", [x, model.Weights(columns), model.Weights(columns)]),
                5 => model.Step("Tanh", [x]),
                _ => model.Step("Slice", [x, model.Longs(columns - 1), model.Longs(-columns - 1), model.Longs(1), model.Longs(-1)]),
            });
        }

        return model;
    }
}
