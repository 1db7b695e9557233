using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Traps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests.Steps;

/// <summary>Comparisons: proved, equal to what exec-1 says at every border, and with one witness only.</summary>
public sealed class ComparisonProofTests
{
    private static readonly long[] Numbers = [-32768, -1, 0, 1, 2, 32767];

    [Theory]
    [InlineData("Equal")]
    [InlineData("Less")]
    [InlineData("LessOrEqual")]
    public void Comparison_OfAllPairs_IsProved(string name)
    {
        StepCore core = AllPairs(name);

        CoreWitness witness = core.Run();

        Assert.Equal(ProofFault.None, core.Judge(witness));
        Assert.Equal(Numbers.SelectMany(_ => Numbers, (x, y) => name switch { "Equal" => x == y, "Less" => x < y, _ => x <= y } ? 1L : 0), Output(core, witness));
    }

    [Theory]
    [InlineData("Equal")]
    [InlineData("Less")]
    public void Comparison_OfConstants_IsKnown(string name)
    {
        StepCore core = new(3);
        int left = core.Constant([2, 1], 4, 5);
        int right = core.Constant([3], 4, 5, 6);
        int begin = core.Begin();
        core.Step("Add", [begin, core.Step(name, [left, right])]);

        CoreWitness witness = core.Run();

        Assert.Equal(ProofFault.None, core.Judge(witness));
        long[] bits = name == "Equal" ? [1, 0, 0, 0, 1, 0] : [0, 1, 1, 0, 0, 1];
        Assert.Equal(bits.Select((bit, cell) => core.Input[cell % 3] + bit), Output(core, witness));
        Assert.Single(core.Circuit.Steps);
    }

    [Theory]
    [InlineData("i64", new long[] { 7, 0, -3 }, new long[] { 1, 0, 1 })]
    [InlineData("bool", new long[] { 7, 0, -3 }, new long[] { 0, 1, 0 })]
    public void Cast_ToTruthValues_IsProved(string type, long[] input, long[] expected)
    {
        StepCore core = new(3) { Input = input };
        int bits = core.Step("Cast", [core.Begin()], ("to", "bool"));
        core.Step(type == "bool" ? "Not" : "Cast", [bits], ("to", "i64"));

        CoreWitness witness = core.Run();

        Assert.Equal(ProofFault.None, core.Judge(witness));
        Assert.Equal(expected, Output(core, witness));
    }

    /// <summary>The other truth value, with the distance that its equation then asks for.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Less_OtherBit_IsRefused()
    {
        for (int cell = 0; cell < Numbers.Length * Numbers.Length; cell++)
        {
            StepCore core = AllPairs("Less");
            CoreWitness witness = core.Run();
            var step = (PositiveStep)core.Circuit.Steps.Single(static step => step is PositiveStep);
            long x = witness.Value(step.X)[cell];
            long bit = witness.Value(step.Output)[cell] ^= 1;
            long distance = bit == 1 ? x - 1 : -x;
            for (int limb = 0; limb < step.Distance.Columns.Length; limb++)
                witness.Column(step.Distance.Columns[limb])[cell] = limb == step.Distance.Columns.Length - 1 ? distance >> (16 * limb) : (distance >> (16 * limb)) & 0xFFFF;
            Recounted.Apply(core.Circuit, witness);

            Assert.NotEqual(ProofFault.None, core.Judge(witness));
        }
    }

    /// <summary>Each of the three equations by itself would allow another pair.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(1, 0, 0)] // not equal although the difference is 0: y + x h = 1 stops it
    [InlineData(1, 0, 5)] // with any inverse
    [InlineData(1, 1, 5)] // equal, with an inverse of 0: h y = 0 stops it
    [InlineData(0, 1, 0)] // equal although the difference is not 0: x y = 0 stops it
    [InlineData(0, 0, 0)]
    [InlineData(0, 2, 0)]
    public void Equal_OtherWitness_IsRefused(int cell, long bit, long inverse)
    {
        StepCore core = new(2) { Input = [3, 9] };
        int constant = core.Constant([2], 4, 9);
        core.Step("Equal", [core.Begin(), constant]);
        CoreWitness witness = core.Run();
        Assert.Equal([0, 1], Output(core, witness));
        var step = (ZeroStep)core.Circuit.Steps.Single(static step => step is ZeroStep);
        (witness.Value(step.Output)[cell], witness.Column(step.Inverse)[cell]) = (bit, inverse);

        Assert.NotEqual(ProofFault.None, core.Judge(witness, outputs: [0, 1]));
        if (bit <= 1)
            Assert.NotEqual(ProofFault.None, core.Judge(witness));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("Equal")]
    [InlineData("Less")]
    public void Prove_AnyColumnWithOneOtherCell_IsRefused(string name)
    {
        int columns = AllPairs(name).Circuit.WitnessColumns.Length;
        for (int column = 0; column < columns; column++)
        {
            StepCore core = AllPairs(name);
            CoreWitness witness = core.Run();
            witness.Column(column)[0] += column % 2 == 0 ? 1 : -1;
            if (column < core.Circuit.CountsColumn(0))
                Recounted.Apply(core.Circuit, witness);
            Assert.NotEqual(ProofFault.None, core.Judge(witness));
        }
    }

    private static StepCore AllPairs(string name)
    {
        StepCore core = new(Numbers.Length, 1) { Input = Numbers };
        int right = core.Constant([Numbers.Length], Numbers);
        core.Step(name, [core.Begin(), right]);
        return core;
    }

    private static long[] Output(StepCore core, CoreWitness witness) => witness.Value(core.Circuit.BorderOutputs[0]);
}
