using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Traps;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests.Steps;

/// <summary>Each operator by itself: honest, and with every kind of lie that its rule must stop.</summary>
public sealed class StepProofTests
{
    [Theory]
    [InlineData("1", "1", "0,0", "1")]
    [InlineData("2", "1", "1,1", "1")]
    [InlineData("1", "2", "2,1", "2")]
    [InlineData("3", "2", "0,3", "4")]
    public void Conv_OneAxis_IsProved(string strides, string dilations, string pads, string group) =>
        AssertHonest(Conv([2, 4, 9], [8, 4 / int.Parse(group, null), 3], strides, dilations, pads, group));

    [Theory]
    [InlineData("1,1", "1,1", "0,0,0,0", "1")]
    [InlineData("2,1", "1,2", "1,2,0,3", "1")]
    [InlineData("1,3", "2,1", "2,0,1,1", "3")]
    public void Conv_TwoAxes_IsProved(string strides, string dilations, string pads, string group) =>
        AssertHonest(Conv([1, 3, 6, 7], [6, 3 / int.Parse(group, null), 3, 2], strides, dilations, pads, group));

    /// <summary>Claims over several axes at once, which a convolution does not take: they become one at a point.</summary>
    [Fact]
    public void Conv_Flattened_IsProved()
    {
        StepCore core = new(1, 2, 5);
        int weights = core.Weight(3, 2, 2);
        int conv = core.Step("FixedConv", [core.Begin(), weights]);
        core.Step("Flatten", [core.Step("Flatten", [conv])], ("axis", "0"));
        AssertHonest(core);
    }

    [Theory]
    [InlineData("2,2", "2,2", "0,0,0,0", "1,1")]
    [InlineData("3,3", "2,2", "1,1,1,1", "1,1")]
    [InlineData("2,3", "1,2", "0,1,1,0", "2,1")]
    [InlineData("1,1", "2,1", "0,0,0,0", "1,1")]
    public void MaxPool_Windows_AreProved(string kernel, string strides, string pads, string dilations) => AssertHonest(Pool(kernel, strides, pads, dilations));

    [Theory]
    [InlineData("ReduceMax", "1", new long[] { -1 })]
    [InlineData("ReduceMin", "0", new long[] { 0, 2 })]
    [InlineData("ReduceMax", "0", new long[] { 0, 1, 2 })]
    public void Reduction_Axes_AreProved(string name, string keepdims, long[] axes)
    {
        StepCore core = new(2, 3, 5);
        int list = core.Constant([axes.Length], axes);
        core.Step(name, [core.Begin(), list], ("keepdims", keepdims));

        CoreWitness witness = core.Run();

        Assert.Equal(ProofFault.None, core.Judge(witness));
        if (axes.Length == 3)
            Assert.Equal([core.Input.Max()], witness.Value(core.Circuit.BorderOutputs[0]));
    }

    /// <summary>Every output read more than once, and sums of sums: as many claims as readers, and one of them at each step.</summary>
    [Theory]
    [InlineData("Add", 1)]
    [InlineData("Sub", 2)]
    [InlineData("Add", 40)]
    public void Sum_OfItselfAgainAndAgain_IsProvedInProportion(string name, int depth)
    {
        StepCore core = new(2, 3);
        int row = core.Constant([3], 5, -6, 7);
        int begin = core.Begin();
        int value = core.Step(name, [begin, row]);
        for (int turn = 0; turn < depth; turn++)
            value = core.Step(name, [value, value]);
        core.Step("Add", [row, value]);
        AssertHonest(core);
    }

    /// <summary>Virtual values have no columns: a lie about one is a lie about the output, whose claims are merged where it is read twice.</summary>
    [Fact]
    public void Sum_OtherOutput_IsRefused()
    {
        StepCore core = new(2, 3);
        int begin = core.Begin();
        int value = core.Step("Sub", [begin, core.Step("Transpose", [core.Step("Transpose", [begin])])]);
        core.Step("Add", [value, core.Step("Add", [value, begin])]);
        CoreWitness witness = core.Run();
        CoreStatement honest = core.State(witness, key: null);
        CoreStatement lie = honest with { Outputs = [[honest.Outputs[0][0] + 2, .. honest.Outputs[0][1..]]] };
        byte[] proof = CoreProver.Prove<QuadraticExtension>(honest, witness, key: null, TestContext.Current.CancellationToken);
        byte[] forged = CoreProver.Prove<QuadraticExtension>(lie, witness, key: null, TestContext.Current.CancellationToken);

        Assert.Equal(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(honest, proof));
        Assert.NotEqual(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(lie, proof));
        Assert.NotEqual(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(lie, forged));
    }

    [Theory]
    [InlineData("Max", true)]
    [InlineData("Min", false)]
    public void Limit_ConstantOfSomeAxesOnEitherSide_IsProved(string name, bool isFirst)
    {
        StepCore core = new(2, 3, 2);
        int bound = core.Constant([3, 1], 100, -200, 300);
        int begin = core.Begin();
        core.Step(name, isFirst ? [bound, begin] : [begin, bound]);

        CoreWitness witness = core.Run();

        long[] bounds = [100, 100, -200, -200, 300, 300];
        Assert.Equal(ProofFault.None, core.Judge(witness));
        Assert.Equal(core.Input.Select((x, cell) => isFirst ? Math.Max(x, bounds[cell % 6]) : Math.Min(x, bounds[cell % 6])), witness.Value(core.Circuit.BorderOutputs[0]));
    }

    [Fact]
    public void Sum_Broadcast_IsProved()
    {
        StepCore core = new(2, 3, 4);
        int axes = core.Constant([1], 2);
        int begin = core.Begin();
        core.Step("Sub", [begin, core.Step("ReduceMax", [begin, axes])]);

        CoreWitness witness = core.Run();

        Assert.Equal(ProofFault.None, core.Judge(witness));
        Assert.Equal(core.Input.Chunk(4).SelectMany(static row => row.Select(x => x - row.Max())), witness.Value(core.Circuit.BorderOutputs[0]));
    }

    [Theory]
    [InlineData("Transpose", null, "2,0,1")]
    [InlineData("Transpose", null, null)]
    [InlineData("Reshape", new long[] { 0, -1 }, null)]
    [InlineData("Reshape", new long[] { 4, 6, 1 }, null)]
    [InlineData("Unsqueeze", new long[] { 0, -1 }, null)]
    [InlineData("Squeeze", new long[] { 1 }, null)]
    public void Movement_ThenLinear_IsProved(string name, long[]? list, string? order)
    {
        StepCore core = name == "Squeeze" ? new(2, 1, 3, 4) : new(2, 3, 4);
        int constant = list is null ? -1 : core.Constant([list.Length], list);
        int dense = core.Weight(5, (name, order, list?.Length) switch { ("Transpose", null, _) => 2, ("Transpose", _, _) => 3, ("Reshape", _, 2) => 12, ("Reshape", _, _) or ("Unsqueeze", _, _) => 1, _ => 4 });
        int flat = core.Constant([1], -1);
        int begin = core.Begin();
        int moved = core.Step(name, list is null ? [begin] : [begin, constant], order is null ? [] : [("perm", order)]);
        core.Step("Reshape", [core.Step("FixedLinear", [moved, dense]), flat]);
        AssertHonest(core);
    }

    /// <summary>An honest run of something else: other borders, other order, other side. The columns have the same shapes.</summary>
    [Theory]
    [MemberData(nameof(Pairs))]
    public void Prove_RunOfAnotherCore_IsRefused(string what)
    {
        (StepCore core, StepCore other) = Pair(what);
        CoreWitness lie = other.Run();
        Assert.NotEqual(core.Run().Value(core.Circuit.BorderOutputs[0]), lie.Value(other.Circuit.BorderOutputs[0]));

        Assert.NotEqual(ProofFault.None, core.Judge(lie));
    }

    public static TheoryData<string> Pairs() => ["pads", "dilations", "groups", "pool pads", "sides", "order", "largest", "swapped taps"];

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(false)]
    [InlineData(true)]
    public void Prove_AnyColumnWithOneOtherCell_IsRefused(bool isPool)
    {
        int columns = Lied(isPool).Circuit.WitnessColumns.Length;
        for (int column = 0; column < columns; column++)
        {
            StepCore core = Lied(isPool);
            CoreWitness witness = core.Run();
            witness.Column(column)[0] += column % 2 == 0 ? 1 : -1;
            if (column < core.Circuit.CountsColumn(0))
                Recounted.Apply(core.Circuit, witness);
            if (core.State(witness, core.CommitKey()).IsWellFormed())
                Assert.NotEqual(ProofFault.None, core.Judge(witness));
        }
    }

    /// <summary>The smaller of two, with the difference that its equation asks for, which is negative.</summary>
    [Fact]
    public void Prove_SmallerOfTwo_IsRefused()
    {
        StepCore core = Pool("2,2", "2,2", "0,0,0,0", "1,1");
        CoreWitness witness = core.Run();
        var last = (LimitStep)core.Circuit.Steps.Last(static step => step is LimitStep);
        long[] y = witness.Value(last.Output);
        long difference = witness.Column(last.Difference.Columns[0])[0];
        Assert.NotEqual(0, difference);
        y[0] -= difference;
        witness.Column(last.Difference.Columns[0])[0] = -difference;
        Recounted.Apply(core.Circuit, witness);

        Assert.NotEqual(ProofFault.None, core.Judge(witness));
    }

    private static (StepCore Core, StepCore Other) Pair(string what) => what switch
    {
        "pads" => (Conv([1, 2, 8], [3, 2, 3], "1", "1", "1,1", "1"), Conv([1, 2, 8], [3, 2, 3], "1", "1", "0,2", "1")),
        "dilations" => (Conv([1, 2, 8], [3, 2, 2], "1", "2", "1,1", "1"), Conv([1, 2, 8], [3, 2, 2], "1", "1", "0,1", "1")),
        "groups" => (Conv([1, 2, 8], [4, 1, 3], "1", "1", "1,1", "2"), Twisted()),
        "pool pads" => (Pool("2,2", "2,2", "1,1,0,0", "1,1"), Pool("2,2", "2,2", "0,0,1,1", "1,1")),
        "sides" => (Simple("Sub", 0), Simple("Sub", 1)),
        "order" => (Simple("Transpose", 0), Simple("Transpose", 1)),
        "largest" => (Simple("ReduceMax", 0), Simple("ReduceMin", 0)),
        "swapped taps" => (Pool("2,1", "1,1", "0,0,0,0", "1,1"), Pool("2,1", "1,1", "0,0,0,0", "2,1", rows: 7)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The outputs of a group from the channels of the other one.</summary>
    private static StepCore Twisted()
    {
        StepCore core = Conv([1, 2, 8], [4, 1, 3], "1", "1", "1,1", "2");
        core.Input = [.. core.Input[8..], .. core.Input[..8]];
        return core;
    }

    private static StepCore Simple(string name, int variant)
    {
        StepCore core = new(3, 3);
        int constant = core.Constant([1, 3], 3, 900, 5);
        int axes = core.Constant([1], 1);
        int begin = core.Begin();
        int result = name switch
        {
            "Sub" => core.Step("Sub", variant == 0 ? [begin, constant] : [constant, begin]),
            "Transpose" => core.Step("Transpose", [begin], ("perm", variant == 0 ? "1,0" : "0,1")),
            _ => core.Step(name, [begin, axes]),
        };
        core.Step("Unsqueeze", [result, axes]);
        return core;
    }

    private static StepCore Lied(bool isPool) => isPool ? Pool("2,2", "2,2", "1,0,0,1", "1,1") : Conv([1, 2, 6], [3, 2, 3], "1", "1", "1,1", "1");

    private static StepCore Conv(long[] input, long[] weights, string strides, string dilations, string pads, string group)
    {
        StepCore core = new([.. input]);
        int kernel = core.Weight([.. weights]);
        int bias = core.Constant([weights[0]], [.. Enumerable.Range(0, (int)weights[0]).Select(static output => 1000L * output)]);
        int most = core.Constant([weights[0], .. Enumerable.Repeat(1L, input.Length - 2)], [.. Enumerable.Range(0, (int)weights[0]).Select(static output => 1_000_000L + output)]);
        int factors = core.Constant([weights[0]], [.. Enumerable.Range(0, (int)weights[0]).Select(static output => 1L << (14 + (output % 3)))]);
        int conv = core.Step("FixedConv", [core.Begin(), kernel, bias], ("strides", strides), ("dilations", dilations), ("pads", pads), ("group", group));
        int limited = core.Step("Min", [conv, most]);
        core.Step("FixedScale", [limited, factors], ("axis", "1"), ("shift", "16"));
        return core;
    }

    private static StepCore Pool(string kernel, string strides, string pads, string dilations, int rows = 6)
    {
        StepCore core = new(1, 2, rows, 6);
        core.Step("MaxPool", [core.Begin()], ("kernel_shape", kernel), ("strides", strides), ("pads", pads), ("dilations", dilations));
        return core;
    }

    private static void AssertHonest(StepCore core) => Assert.Equal(ProofFault.None, core.Judge(core.Run()));
}
