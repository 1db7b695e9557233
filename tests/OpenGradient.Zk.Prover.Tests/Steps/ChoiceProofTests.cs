using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Traps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests.Steps;

/// <summary>What is chosen by bits, by size or by indices that are computed: proved, ties included, and with one witness only.</summary>
public sealed class ChoiceProofTests
{
    private static readonly long[] Ties = [5, 9, 9, -2, 9, -2, -32768, 32767, 32767, 0, 0, 0, 0, 0, 0]; // rows of five

    [Theory]
    [InlineData("And", new long[] { 0, 0, 0, 1 })]
    [InlineData("Or", new long[] { 0, 1, 1, 1 })]
    [InlineData("Xor", new long[] { 0, 1, 1, 0 })]
    public void Logic_OfAllPairs_IsProved(string name, long[] expected)
    {
        StepCore core = new(2, 2) { Input = [0, 0, 1, 1] };
        int one = core.Constant([], 1);
        int second = core.Constant([2, 2], 0, 1, 0, 1);
        int begin = core.Begin();
        int left = core.Step("Equal", [begin, one]);
        int right = core.Step("Less", [core.Step("Sub", [begin, begin]), second]);
        core.Step(name, [left, right]);

        AssertOutput(core, expected);
    }

    [Fact]
    public void Where_ComputedCondition_IsProved()
    {
        StepCore core = new(2, 3);
        int zero = core.Constant([], 0);
        int row = core.Constant([3], 7, 8, 9);
        int begin = core.Begin();
        core.Step("Where", [core.Step("Less", [begin, zero]), row, begin]);

        AssertOutput(core, [.. core.Input.Select(static (x, cell) => x < 0 ? 7 + (cell % 3) : x)]);
    }

    [Theory]
    [InlineData("ArgMax", "1", "0", "1", new long[] { 1, 2, 0 })]
    [InlineData("ArgMax", "-1", "1", "0", new long[] { 4, 3, 4 })]
    [InlineData("ArgMin", "1", "0", "0", new long[] { 3, 1, 0 })]
    [InlineData("ArgMin", "1", "1", "1", new long[] { 3, 1, 4 })]
    [InlineData("ArgMax", "0", "0", "1", new long[] { 0, 0, 1, 1, 0 })]
    public void Argument_WithTies_IsProved(string name, string axis, string isLast, string keepdims, long[] expected)
    {
        StepCore core = new(3, 5) { Input = Ties };
        core.Step(name, [core.Begin()], ("axis", axis), ("select_last_index", isLast), ("keepdims", keepdims));

        AssertOutput(core, expected);
    }

    [Theory]
    [InlineData("1", 5, new long[] { 9, 9, 9, 5, -2, 32767, 32767, 0, -2, -32768, 0, 0, 0, 0, 0 }, new long[] { 1, 2, 4, 0, 3, 2, 3, 4, 0, 1, 0, 1, 2, 3, 4 })]
    [InlineData("0", 2, new long[] { -2, 5, -32768, -2, 0, 0 }, new long[] { 3, 0, 1, 0, 0, 1 })]
    public void Top_WithTies_IsProved(string isLargest, int count, long[] values, long[] indices)
    {
        StepCore core = Top(isLargest, count);

        AssertOutput(core, [.. values.Zip(indices, static (value, index) => value - index)]);
    }

    [Theory]
    [InlineData("0", new long[] { 2, 0, 1, 2 }, new long[] { 20, 21, 0, 1, 10, 11, 20, 21 })]
    [InlineData("0", new long[] { -1, -3, 1, -2 }, new long[] { 20, 21, 0, 1, 10, 11, 10, 11 })]
    [InlineData("1", new long[] { 1, 0, -2, -1 }, new long[] { 1, 0, 0, 1, 11, 10, 10, 11, 21, 20, 20, 21 })]
    public void Gather_ComputedIndices_IsProved(string axis, long[] indices, long[] expected)
    {
        StepCore core = new(2, 2) { Input = indices };
        int table = core.Constant([3, 2], 0, 1, 10, 11, 20, 21);
        core.Step("Gather", [table, Computed(core)], ("axis", axis));

        AssertOutput(core, expected);
    }

    /// <summary>Rows of a weight, and of a value, by the place of the largest.</summary>
    [Fact]
    public void Gather_OfWeightByArgument_IsProved()
    {
        StepCore core = new(3, 5) { Input = Ties };
        int table = core.Weight(5, 2);
        long[] rows = core.Elements(table);
        int argument = core.Step("ArgMax", [core.Begin()], ("axis", "1"), ("keepdims", "0"));
        core.Step("Gather", [table, argument]);

        AssertOutput(core, [rows[2], rows[3], rows[4], rows[5], rows[0], rows[1]]);
    }

    /// <summary>The place of another cell, with every value that follows from it: what it is short of cannot be written in limbs.</summary>
    [Theory]
    [InlineData(0, 2)] // as large, but not the first
    [InlineData(0, 0)] // smaller
    [InlineData(2, 4)]
    public void Argument_OtherCell_IsRefused(int row, int cell)
    {
        StepCore core = new(3, 5) { Input = Ties };
        core.Step("ArgMax", [core.Begin()], ("axis", "1"));

        AssertRefused(core, cell: (row * 5) + cell, row);
    }

    [Fact]
    public void Gather_OtherRow_IsRefused()
    {
        for (int cell = 0; cell < 3; cell++)
        {
            StepCore core = new(2) { Input = [2, 1] };
            int table = core.Constant([3], 10, 20, 30);
            core.Step("Gather", [table, Computed(core)]);
            if (cell != 2)
                AssertRefused(core, cell, row: 0);
        }
    }

    /// <summary>Two cells of a row, none, or parts of cells that add up to one.</summary>
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(2, -1, 0)]
    public void Choice_OtherThanOneCell_IsRefused(long first, long second, long third)
    {
        StepCore core = new(3) { Input = [4, 4, 4] };
        core.Step("ArgMax", [core.Begin()], ("axis", "0"));
        CoreWitness witness = core.Run();
        long[] bits = witness.Value(Choice(core).Output);
        (bits[0], bits[1], bits[2]) = (first, second, third);
        core.RunAfter(Choice(core), witness);

        Assert.NotEqual(ProofFault.None, core.Judge(witness));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Prove_AnyColumnWithOneOtherCell_IsRefused()
    {
        int columns = Top("1", 2).Circuit.WitnessColumns.Length;
        for (int column = 0; column < columns; column++)
        {
            StepCore core = Top("1", 2);
            CoreWitness witness = core.Run();
            witness.Column(column)[1] += column % 2 == 0 ? 1 : -1;
            if (column < core.Circuit.CountsColumn(0))
                Recounted.Apply(core.Circuit, witness);
            Assert.NotEqual(ProofFault.None, core.Judge(witness));
        }
    }

    /// <summary>The input, and not known to be it.</summary>
    private static int Computed(StepCore core)
    {
        int begin = core.Begin();
        return core.Step("Sub", [core.Step("Add", [begin, begin]), begin]);
    }

    private static StepCore Top(string isLargest, int count)
    {
        StepCore core = new(3, 5) { Input = Ties };
        int number = core.Constant([1], count);
        int last = core.Steps("TopK", 2, [core.Begin(), number], ("largest", isLargest));
        core.Step("Sub", [last - 1, last]);
        return core;
    }

    /// <summary>Another cell of a row is chosen, and all that is made of it follows.</summary>
    private static void AssertRefused(StepCore core, int cell, int row)
    {
        CoreWitness witness = core.Run();
        long[] bits = witness.Value(Choice(core).Output);
        int count = bits.Length / (int)core.Circuit.Values[Choice(core).Source].Shape[0];
        Array.Clear(bits, row * count, count);
        bits[cell] = 1;
        core.RunAfter(Choice(core), witness);
        Recounted.Apply(core.Circuit, witness);

        Assert.NotEqual(ProofFault.None, core.Judge(witness));
    }

    private static ChoiceStep Choice(StepCore core) => (ChoiceStep)core.Circuit.Steps.First(static step => step is ChoiceStep);

    private static void AssertOutput(StepCore core, long[] expected)
    {
        CoreWitness witness = core.Run();

        Assert.Equal(expected, witness.Value(core.Circuit.BorderOutputs[0]));
        Assert.Equal(ProofFault.None, core.Judge(witness));
    }
}
