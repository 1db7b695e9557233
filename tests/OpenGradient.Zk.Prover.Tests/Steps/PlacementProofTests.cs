using OpenGradient.Programs;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests.Steps;

/// <summary>What joins, cuts, repeats or picks: proved, and equal to what exec-1 says.</summary>
public sealed class PlacementProofTests
{
    [Theory]
    [InlineData(new long[] { 1 }, new long[] { 3 }, new long[] { 1 }, new long[] { 1 }, new int[] { 4, 5, 6, 7, 8, 9, 10, 11 })]
    [InlineData(new long[] { -1 }, new long[] { -99 }, new long[] { 0 }, new long[] { -2 }, new int[] { 8, 9, 10, 11, 0, 1, 2, 3 })]
    [InlineData(new long[] { 3, 2 }, new long[] { 0, 3 }, new long[] { -1, 0 }, new long[] { -2, 1 }, new int[] { 11, 9 })]
    [InlineData(new long[] { 0 }, new long[] { long.MaxValue }, new long[] { 1 }, new long[] { long.MaxValue }, new int[] { 0, 4, 8 })]
    public void Slice_AnyDirection_IsProved(long[] starts, long[] ends, long[] axes, long[] steps, int[] cells)
    {
        if (axes is [1] && steps is [1])
            axes = [0];
        else if (axes is [1])
            (starts, ends, steps, axes) = ([0, 0], [long.MaxValue, long.MaxValue], [1, long.MaxValue], [0, 1]);
        StepCore core = new(3, 4);
        int[] lists = [.. new[] { starts, ends, axes, steps }.Select(list => core.Constant([list.Length], list))];
        core.Step("Slice", [core.Begin(), .. lists]);

        AssertCells(core, cells);
    }

    [Fact]
    public void Split_JoinedInAnotherOrder_IsProved()
    {
        StepCore core = new(2, 5);
        int sizes = core.Constant([3], 1, 3, 1);
        int last = core.Steps("Split", 3, [core.Begin(), sizes], ("axis", "-1"));
        core.Step("Concat", [last, last - 1, last - 2, last - 1], ("axis", "1"));

        AssertCells(core, [4, 1, 2, 3, 0, 1, 2, 3, 9, 6, 7, 8, 5, 6, 7, 8]);
    }

    [Fact]
    public void Concat_WithConstantAndInput_IsProved()
    {
        StepCore core = new(1, 2);
        int constant = core.Constant([2, 2], 7, 8, 9, 10);
        int begin = core.Begin();
        core.Step("Concat", [constant, begin, core.Step("Add", [begin, begin])], ("axis", "0"));

        CoreWitness witness = Judge(core);

        Assert.Equal([7, 8, 9, 10, core.Input[0], core.Input[1], 2 * core.Input[0], 2 * core.Input[1]], Output(core, witness));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("constant", new long[] { 0, 1, 1, 0 }, new int[] { -1, 0, 1, 2, -1, 3, 4, 5, -1, -1, -1, -1 })]
    [InlineData("edge", new long[] { 0, 2, 0, 1 }, new int[] { 0, 0, 0, 1, 2, 2, 3, 3, 3, 4, 5, 5 })]
    [InlineData("reflect", new long[] { 0, 2, 0, 3 }, new int[] { 2, 1, 0, 1, 2, 1, 0, 1, 5, 4, 3, 4, 5, 4, 3, 4 })]
    [InlineData("wrap", new long[] { 1, 0, 0, 1 }, new int[] { 3, 4, 5, 3, 0, 1, 2, 0, 3, 4, 5, 3 })]
    [InlineData("constant", new long[] { 0, -1, 0, 1 }, new int[] { 1, 2, -1, 4, 5, -1 })]
    public void Pad_EachMode_IsProved(string mode, long[] pads, int[] cells)
    {
        StepCore core = new(2, 3);
        int list = core.Constant([4], pads);
        int fill = core.Constant([], -77);
        core.Step("Pad", [core.Begin(), list, fill], ("mode", mode));

        AssertCells(core, cells, fill: -77);
    }

    [Theory]
    [InlineData("Expand", new long[] { 2, 3, 2 }, new int[] { 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1 })]
    [InlineData("Tile", new long[] { 2, 2 }, new int[] { 0, 1, 0, 1, 0, 1, 0, 1 })]
    public void Repetition_OfRows_IsProved(string name, long[] list, int[] cells)
    {
        StepCore core = new(1, 2);
        int sizes = core.Constant([list.Length], list);
        core.Step(name, [core.Begin(), sizes]);

        AssertCells(core, cells);
    }

    [Theory]
    [InlineData("DepthToSpace", "dcr", 8, 1, 1, new int[] { 0, 2, 4, 6, 1, 3, 5, 7 })]
    [InlineData("DepthToSpace", "crd", 8, 1, 1, new int[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData("SpaceToDepth", "dcr", 1, 2, 4, new int[] { 0, 2, 1, 3, 4, 6, 5, 7 })]
    public void Blocks_BothWays_AreProved(string name, string mode, int channels, int rows, int columns, int[] cells)
    {
        StepCore core = new(1, channels, rows, columns);
        core.Step(name, [core.Begin()], ("blocksize", "2"), ("mode", mode));

        AssertCells(core, cells);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("0", new long[] { 2, 0, -1 }, new long[] { 3 }, new int[] { 4, 5, 0, 1, 4, 5 })]
    [InlineData("1", new long[] { 1, 1, 0, -2 }, new long[] { 2, 2 }, new int[] { 1, 1, 0, 0, 3, 3, 2, 2, 5, 5, 4, 4 })]
    [InlineData("1", new long[] { 1 }, new long[0], new int[] { 1, 3, 5 })]
    public void Gather_ConstantIndices_IsProved(string axis, long[] indices, long[] shape, int[] cells)
    {
        StepCore core = new(3, 2);
        int list = core.Constant([.. shape], indices);
        core.Step("Gather", [core.Begin(), list], ("axis", axis));

        AssertCells(core, cells);
    }

    /// <summary>Rows of a weight by tokens: what the proof shows of the table is in the key.</summary>
    [Theory]
    [InlineData(new long[] { 3, 0, 3, -5 })]
    [InlineData(new long[] { 1, 1, 1, 1 })]
    public void Gather_Tokens_IsProved(long[] tokens)
    {
        StepCore core = Embedding(tokens);
        long[] table = core.Elements(2);

        CoreWitness witness = Judge(core);

        Assert.Equal(tokens.Select(token => table[(int)((token + 5) % 5 * 3)]), Output(core, witness).Where(static (_, cell) => cell % 3 == 0));
        Assert.NotEmpty(core.Circuit.KeyColumns);
    }

    /// <summary>Hidden tokens are no public indices: a choice of a row for each, which cannot be another.</summary>
    [Fact]
    public void Gather_HiddenTokens_IsProvedByChoices()
    {
        StepCore core = Embedding([3, 0, 3, -5], areHidden: true);
        CoreWitness witness = core.Run();

        Assert.Equal(Output(Embedding([3, 0, 3, -5]), Embedding([3, 0, 3, -5]).Run()), Output(core, witness));
        Assert.Contains(core.Circuit.Steps, static step => step is ChoiceStep);
        Assert.DoesNotContain(core.Circuit.Steps, static step => step is PickStep);
        Assert.Equal(ProofFault.None, core.Judge(witness));
    }

    /// <summary>A token that names no row is no run; and the rows of other tokens are no answer.</summary>
    [Fact]
    public void Gather_OtherTokens_IsRefused()
    {
        (StepCore core, StepCore other) = (Embedding([3, 0, 3, -5]), Embedding([3, 0, 3, 1]));
        CoreStatement honest = core.State(core.Run(), core.CommitKey());
        CoreStatement lie = honest with { Outputs = other.State(other.Run(), core.CommitKey()).Outputs };

        Assert.Equal(ProofFault.StatementMalformed, CoreVerifier.Verify<QuadraticExtension>(honest with { Inputs = [[3, 0, 3, 5]] }, []));
        Assert.NotEqual(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(lie, CoreProver.Prove<QuadraticExtension>(lie, other.Run(), core.CommitKey(), TestContext.Current.CancellationToken)));
        Assert.NotEqual(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(lie, CoreProver.Prove<QuadraticExtension>(lie, core.Run(), core.CommitKey(), TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData(new long[] { 1, 3 }, new long[] { 1, 0, 1 }, -9)]
    [InlineData(new long[] { 2, 1 }, new long[] { 0, 1 }, null)]
    [InlineData(new long[] { 2, 3 }, new long[] { 1, 0, 0, 0, 1, 1 }, null)]
    [InlineData(new long[] { 1, 1 }, new long[] { 1 }, null)]
    public void Where_ConstantCondition_IsProved(long[] shape, long[] bits, int? fill)
    {
        StepCore core = new(4, 2, 3);
        int condition = core.Bits([.. shape], bits);
        int number = fill is { } constant ? core.Constant([1], constant) : -1;
        int axes = core.Constant([1], 0);
        int begin = core.Begin();
        int otherwise = fill is null ? core.Step("ReduceMax", [begin, axes]) : number; // broadcast
        core.Step("Where", [condition, begin, otherwise]);

        CoreWitness witness = Judge(core);

        Assert.Equal(
            core.Input.Select((x, cell) => bits[((cell % 6 / 3 * shape[1]) * (shape[0] - 1) / Math.Max(1, shape[0] - 1)) + (cell % 3 * (shape[1] - 1) / Math.Max(1, shape[1] - 1))] != 0 ? x : fill ?? core.Input.Where((_, at) => at % 6 == cell % 6).Max()),
            Output(core, witness));
    }

    /// <summary>What exporters write to say a size: known before any input, so that no step of it is proved.</summary>
    [Fact]
    public void Shapes_ThatAreComputed_AreKnown()
    {
        StepCore core = new(2, 3, 4);
        int zero = core.Constant([], 0);
        int first = core.Constant([1], 0);
        int rest = core.Constant([1], 12);
        int begin = core.Begin();
        int size = core.Step("Unsqueeze", [core.Step("Gather", [core.Step("Shape", [begin]), zero]), first]);
        core.Step("Reshape", [begin, core.Step("Concat", [size, rest], ("axis", "0"))]);

        CoreWitness witness = Judge(core);

        Assert.Equal([2, 12], core.Circuit.Values[core.Circuit.BorderOutputs[0]].Shape);
        Assert.Equal(core.Input, Output(core, witness));
        Assert.Single(core.Circuit.Steps);
    }

    /// <summary>An output that is an input: no step at all, and still no other numbers.</summary>
    [Fact]
    public void Output_ThatIsAnInput_IsProved()
    {
        Program program = new([new ProgramInput("tokens", ElementType.Int64, ["3"])], [], [], [new("y", 0)], Profile: Program.IntegerProfile);
        Circuit circuit = CircuitBuilder.Build(program, [[3]], [null], []);
        CoreStatement statement = new(circuit, new ProofKey(program.Id.Value, [], []), StepCore.Parameters, [[4, 5, -6]], [[4, 5, -6]], [.. new byte[32]]);
        var witness = CoreWitness.Run(circuit, statement.Inputs, []);

        byte[] proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key: null, TestContext.Current.CancellationToken);
        CoreStatement lie = statement with { Outputs = [[4, 5, 6]] };
        byte[] forged = CoreProver.Prove<QuadraticExtension>(lie, witness, key: null, TestContext.Current.CancellationToken);

        Assert.Equal(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(statement, proof));
        Assert.NotEqual(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(lie, proof));
        Assert.NotEqual(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(lie, forged));
    }

    /// <summary>An honest run of something else.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("Slice")]
    [InlineData("Concat")]
    [InlineData("Pad")]
    [InlineData("Gather")]
    [InlineData("Where")]
    public void Prove_RunOfAnotherPlacement_IsRefused(string name)
    {
        (StepCore core, StepCore other) = (Variant(name, 0), Variant(name, 1));
        CoreWitness lie = other.Run();
        Assert.NotEqual(Output(core, core.Run()), Output(other, lie));

        Assert.Equal(ProofFault.None, core.Judge(core.Run()));
        Assert.NotEqual(ProofFault.None, core.Judge(lie));
    }

    private static StepCore Variant(string name, int variant)
    {
        StepCore core = new(3, 4);
        int zero = core.Constant([1], variant);
        int start = core.Constant([2], variant, 0);
        int end = core.Constant([2], 2 + variant, 4);
        int pads = core.Constant([4], 0, variant, 0, 1 - variant);
        int bits = core.Bits([3, 1], variant, 1, 1 - variant);
        int begin = core.Begin();
        int twice = core.Step("Add", [begin, begin]);
        _ = name switch
        {
            "Slice" => core.Step("Slice", [begin, start, end]),
            "Concat" => core.Step("Concat", variant == 0 ? [begin, twice] : [twice, begin]),
            "Pad" => core.Step("Pad", [begin, pads]),
            "Gather" => core.Step("Gather", [begin, zero]),
            _ => core.Step("Where", [bits, begin, twice]),
        };
        return core;
    }

    private static StepCore Embedding(long[] tokens, bool areHidden = false)
    {
        StepCore core = new(1) { Visibility = new(HidesInputs: areHidden, HidesWeights: false) };
        int indices = core.AddTokens([2, 2], tokens);
        int table = core.Weight(5, 3);
        core.Step("Gather", [table, indices]);
        return core;
    }

    private static void AssertCells(StepCore core, int[] cells, long fill = 0)
    {
        CoreWitness witness = Judge(core);

        Assert.Equal(cells.Select(cell => cell < 0 ? fill : core.Input[cell]), Output(core, witness));
    }

    private static CoreWitness Judge(StepCore core)
    {
        CoreWitness witness = core.Run();
        Assert.Equal(ProofFault.None, core.Judge(witness));
        return witness;
    }

    private static long[] Output(StepCore core, CoreWitness witness) => witness.Value(core.Circuit.BorderOutputs[0]);
}
