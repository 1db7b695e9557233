using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Prover.Tests.Steps;

namespace OpenGradient.Zk.Prover.Tests;

/// <summary>A Program that cannot be proved is refused with its step named, whatever it says: never another exception, never work without end.</summary>
public sealed class CircuitBuilderTests
{
    [Theory]
    [InlineData("FixedConv", "strides", "0,1")]
    [InlineData("FixedConv", "strides", "1")]
    [InlineData("FixedConv", "pads", "-1,0,0,0")]
    [InlineData("FixedConv", "pads", "2147483647,2147483647,2147483647,2147483647")]
    [InlineData("FixedConv", "pads", "0,0,99999999,99999999")]
    [InlineData("FixedConv", "dilations", "2147483647,2147483647")]
    [InlineData("FixedConv", "dilations", "x,1")]
    [InlineData("FixedConv", "group", "-2147483648")]
    [InlineData("FixedConv", "group", "3")]
    [InlineData("FixedConv", "auto_pad", "same_upper")]
    [InlineData("MaxPool", "kernel_shape", "2147483647,2147483647")]
    [InlineData("MaxPool", "kernel_shape", "2,2,2")]
    [InlineData("MaxPool", "kernel_shape", "")]
    [InlineData("MaxPool", "pads", "9,0,0,0")]
    [InlineData("MaxPool", "ceil_mode", "1")]
    [InlineData("FixedScale", "shift", "-2147483648")]
    [InlineData("FixedScale", "shift", "2147483647")]
    [InlineData("FixedScale", "shift", "17")]
    [InlineData("FixedScale", "axis", "9")]
    [InlineData("Transpose", "perm", "0,1,2,2")]
    [InlineData("Transpose", "perm", "0,1")]
    [InlineData("Flatten", "axis", "-9")]
    [InlineData("Flatten", "axis", "99999999999")]
    public void Build_ImpossibleSetting_IsRefused(string name, string setting, string value)
    {
        StepCore core = new(1, 2, 4, 4);
        int second = name switch { "FixedConv" => core.Weight(2, 2, 3, 3), "FixedScale" => core.Constant([2], 3, 4), _ => -1 };
        int begin = core.Begin();
        core.Step(name, second < 0 ? [begin] : [begin, second], name == "MaxPool" && setting != "kernel_shape" ? [("kernel_shape", "2,2"), (setting, value)] : [(setting, value)]);

        AssertRefused(core, 1);
    }

    /// <summary>A claim about the input for each step, each as long as the input: few bytes that would keep a verifier for hours.</summary>
    [Fact]
    public void Build_ALargeInputReadAgainAndAgain_IsRefused()
    {
        StepCore core = new(1 << 22);
        int zero = core.Constant([1], 0);
        int one = core.Constant([1], 1);
        int begin = core.Begin();
        for (int read = 0; read <= 1 << 8; read++)
            core.Step("Slice", [begin, zero, one]);

        Assert.Contains("cells that steps read or make", Assert.Throws<InvalidInputException>(() => core.Circuit).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_LongWindowsAgainAndAgain_AreRefused()
    {
        StepCore core = new(1, 1, (1 << 14) - 1);
        int weight = core.Weight(1, 1, 1 << 13);
        int begin = core.Begin();
        for (int read = 0; read <= 1 << 4; read++)
            core.Step("FixedConv", [begin, weight]);

        Assert.Contains("cells that steps read or make", Assert.Throws<InvalidInputException>(() => core.Circuit).Message, StringComparison.Ordinal);
    }

    /// <summary>An axis of three cells is two pieces, so that a column of ten such axes is 2^10, and each step has one at least.</summary>
    [Fact]
    public void Build_MorePiecesThanAVerifierGoesOver_IsRefused()
    {
        StepCore core = new([.. Enumerable.Repeat(3L, 10)]);
        int begin = core.Begin();
        int last = begin;
        for (int step = 0; step < 1 << 10; step++)
            last = core.Step("Max", [last, begin]);

        Assert.Contains("pieces of columns", Assert.Throws<InvalidInputException>(() => core.Circuit).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FixedConv")]
    [InlineData("FixedLinear")]
    [InlineData("FixedScale")]
    [InlineData("Min")]
    [InlineData("Add")]
    [InlineData("Reshape")]
    [InlineData("FixedMatMul")]
    [InlineData("FixedDiv")]
    [InlineData("Mul")]
    public void Build_MissingInput_IsRefused(string name)
    {
        StepCore one = new(1, 2, 4, 4);
        one.Step(name, [one.Begin()]);
        StepCore absent = new(1, 2, 4, 4);
        absent.Step(name, [absent.Begin(), Step.Absent]);

        AssertRefused(one, 1);
        AssertRefused(absent, 1);
    }

    [Theory]
    [InlineData("Reshape", new long[] { 5, -1 })]
    [InlineData("Reshape", new long[] { -1, -1 })]
    [InlineData("Reshape", new long[] { long.MaxValue, -1 })]
    [InlineData("Reshape", new long[] { 0, 0, 0, 0, 0 })]
    [InlineData("Squeeze", new long[] { 1 })]
    [InlineData("Squeeze", new long[] { long.MinValue })]
    [InlineData("Unsqueeze", new long[] { 1, 1 })]
    [InlineData("Unsqueeze", new long[] { 0, 1, 2, 3, 4, 5, 6 })]
    [InlineData("ReduceMax", new long[] { 4 })]
    [InlineData("Add", new long[] { 1, 2, 3 })]
    [InlineData("Max", new long[] { 1, 2, 3 })]
    public void Build_AxesThatDoNotFit_AreRefused(string name, long[] list)
    {
        StepCore core = new(1, 2, 4, 4);
        int constant = core.Constant([list.Length], list);
        core.Step(name, [core.Begin(), constant]);

        AssertRefused(core, 1);
    }

    /// <summary>What a list says of places, sizes and counts: impossible ones, and such as would keep a verifier busy.</summary>
    [Theory]
    [InlineData("Slice", new long[] { 0, 0, 0 })]
    [InlineData("Slice", new long[] { 9, 9, 9, 9 })]
    [InlineData("Split", new long[] { 1, 2 })]
    [InlineData("Split", new long[] { long.MaxValue, long.MinValue })]
    [InlineData("Split", new long[] { 2, 0 })]
    [InlineData("Pad", new long[] { 0, 0, 0 })]
    [InlineData("Pad", new long[] { 0, 0, 0, 0, 0, 0, 0, long.MaxValue })]
    [InlineData("Pad", new long[] { 0, 0, 0, -4, 0, 0, 0, 0 })]
    [InlineData("Pad", new long[] { 0, 0, 0, long.MinValue, 0, 0, 0, 0 })]
    [InlineData("Expand", new long[] { 1, 2, 4, 5 })]
    [InlineData("Expand", new long[] { 1 << 22, 2, 4, 4 })]
    [InlineData("Expand", new long[] { 0, 2, 4, 4 })]
    [InlineData("Tile", new long[] { 1, 1, 1 })]
    [InlineData("Tile", new long[] { 1, 1, 1, long.MaxValue })]
    [InlineData("Tile", new long[] { 1, 1, 1, -1 })]
    [InlineData("Gather", new long[] { 1 })]
    [InlineData("Gather", new long[] { -2 })]
    [InlineData("Gather", new long[] { long.MinValue })]
    [InlineData("TopK", new long[] { 5 })]
    [InlineData("TopK", new long[] { 0 })]
    [InlineData("TopK", new long[] { 1, 1 })]
    public void Build_ListsThatDoNotFit_AreRefused(string name, long[] list)
    {
        StepCore core = new(1, 2, 4, 4);
        int constant = core.Constant([list.Length], list);
        int begin = core.Begin();
        core.Steps(name, name is "Split" or "TopK" ? 2 : 1, name == "Slice" ? [begin, constant, constant] : [begin, constant], ("axis", name is "Split" ? "1" : name is "TopK" ? "-1" : "0"));

        AssertRefused(core, 1);
    }

    [Theory]
    [InlineData("Concat", "axis", "4")]
    [InlineData("Concat", "axis", "-5")]
    [InlineData("DepthToSpace", "blocksize", "0")]
    [InlineData("DepthToSpace", "blocksize", "2")]
    [InlineData("SpaceToDepth", "blocksize", "2147483647")]
    [InlineData("SpaceToDepth", "blocksize", "3")]
    [InlineData("ArgMax", "axis", "4")]
    [InlineData("ArgMin", "axis", "x")]
    [InlineData("And", "axis", "0")]
    [InlineData("Not", "axis", "0")]
    public void Build_ImpossibleMovementOrChoice_IsRefused(string name, string setting, string value)
    {
        StepCore core = new(1, 2, 4, 4);
        int begin = core.Begin();
        core.Step(name, name is "Concat" or "And" ? [begin, begin] : [begin], (setting, value));

        AssertRefused(core, 1);
    }

    /// <summary>Each part of a join says of each place whether it has it: many parts of many places are too much to look at.</summary>
    [Fact]
    public void Build_JoinOfVeryManyParts_IsRefused()
    {
        StepCore core = new(1, 2, 4, 4);
        int begin = core.Begin();
        core.Step("Concat", [.. Enumerable.Repeat(begin, 10_000)]);

        AssertRefused(core, 1);
    }

    [Fact]
    public void Build_SeveralOutputsOfAnotherOperator_AreRefused()
    {
        StepCore core = new(1, 2, 4, 4);
        core.Steps("MaxPool", 2, [core.Begin()], ("kernel_shape", "2,2"));

        AssertRefused(core, 1);
    }

    /// <summary>Without a constant or an input of integers, a place, a size or a count is not known.</summary>
    [Theory]
    [InlineData("Slice")]
    [InlineData("Pad")]
    [InlineData("Expand")]
    [InlineData("Tile")]
    [InlineData("TopK")]
    [InlineData("Reshape")]
    public void Build_SizesThatOnlyARunKnows_AreRefused(string name)
    {
        StepCore core = new(4);
        int begin = core.Begin();
        core.Step(name, [begin, core.Step("Add", [begin, begin]), begin]);

        AssertRefused(core, 2);
    }

    /// <summary>Every number must lie where a field element tells it from all others.</summary>
    [Fact]
    public void Build_SumsThatOutgrowTheField_AreRefused()
    {
        StepCore core = new(1, 2);
        int value = core.Begin();
        for (int turn = 0; turn < 47; turn++)
            value = core.Step("Add", [value, value]);

        AssertRefused(core, 47); // 2^15 doubled 47 times is 2^62
    }

    /// <summary>What the Program shows is proved, whether or not a Cast stands before it.</summary>
    [Fact]
    public void Build_OutputOfIntegers_IsABorder()
    {
        StepCore core = new(1, 2);
        int begin = core.Begin();
        int shown = core.Step("Add", [begin, begin]);
        int last = core.Step("Sub", [shown, begin]);
        Program program = core.Program with { Outputs = [new("shown", shown), new("y", last + 1)] };

        Circuit circuit = CircuitBuilder.Build(program, [[1, 2]], [.. new long[]?[program.ValueCount]], []);

        Assert.Equal([last, shown], circuit.BorderOutputs);
    }

    /// <summary>Axes that only a run knows could be others than those that are proved.</summary>
    [Theory]
    [InlineData("Transpose")]
    [InlineData("Reshape")]
    [InlineData("Exp")]
    public void Build_FloatStepThatMayMoveBeforeTheCore_IsRefused(string name)
    {
        StepCore core = new(2, 3);
        core.Step(name, [0]);
        core.Begin();
        core.Step("Cast", [1], ("to", "i16"));

        Assert.Throws<InvalidInputException>(() => core.Circuit);
    }

    /// <summary>Steps are counted from where the core begins, behind the one that limits the input.</summary>
    private static void AssertRefused(StepCore core, int step)
    {
        InvalidInputException refused = Assert.Throws<InvalidInputException>(() => core.Circuit);

        Assert.Equal(InvalidInputKind.Unsupported, refused.Kind);
        Assert.StartsWith($"step {step + 1} (", refused.Subject, StringComparison.Ordinal);
    }
}
