using System.Numerics;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Kernels;
using OpenGradient.Zk.Prover.Tests.Traps;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests.Steps;

/// <summary>Products, sums, quotients and roots: honest, and with every kind of lie that their rules must stop.</summary>
public sealed class ArithmeticProofTests
{
    [Theory]
    [InlineData(new long[] { 3, 4 }, "1,0", null)]
    [InlineData(new long[] { 2, 3, 5 }, "0,2,1", null)]
    [InlineData(new long[] { 2, 3, 4, 5 }, "0,1,3,2", null)]
    [InlineData(new long[] { 2, 1, 4, 5 }, "0", new long[] { 3, 5, 2 })] // matrices on both sides are broadcast
    [InlineData(new long[] { 2, 3, 4 }, "0,1,2", new long[] { 4 })]
    [InlineData(new long[] { 4 }, "0", new long[] { 4 })]
    [InlineData(new long[] { 4 }, "0", new long[] { 3, 4, 2 })]
    public void MatMul_OfMatrices_IsProved(long[] input, string order, long[]? other)
    {
        StepCore core = new([.. input]);
        int constant = other is null ? -1 : core.Narrow([.. other]);
        int shape = core.Constant([1], -1);
        int begin = core.Begin();
        int right = other is null ? core.Step("Transpose", [begin], ("perm", order)) : constant;
        core.Step("FixedMatMul", [begin, right]);
        core.Step("Reshape", [core.Last, shape]);
        AssertHonest(core);
    }

    /// <summary>A product of two of the core's own values, on both sides of a transposition, against sums by hand.</summary>
    [Fact]
    public void MatMul_OfAValueWithItself_IsWhatSumsGive()
    {
        StepCore core = new(2, 3);
        int begin = core.Begin();
        core.Step("FixedMatMul", [begin, core.Step("Transpose", [begin])]);

        long[] x = core.Input;
        long Inner(int row, int other) => Enumerable.Range(0, 3).Sum(k => x[(row * 3) + k] * x[(other * 3) + k]);
        AssertHonest(core, [Inner(0, 0), Inner(0, 1), Inner(1, 0), Inner(1, 1)]);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(new long[] { 2, 3, 4 }, new long[] { 2, 3, 4 })]
    [InlineData(new long[] { 2, 3, 4 }, new long[] { 3, 1 })]
    [InlineData(new long[] { 2, 3, 4 }, new long[] { 1 })]
    [InlineData(new long[] { 3, 1 }, new long[] { 2, 1, 4 })]
    [InlineData(new long[] { 3, 1 }, new long[] { 4 })]
    [InlineData(new long[] { 1 }, new long[] { 3, 5 })]
    public void Mul_WithAConstant_IsProved(long[] input, long[] constant)
    {
        foreach (bool isLeft in new[] { false, true })
        {
            StepCore core = new([.. input]);
            int factors = core.Narrow([.. constant]);
            int begin = core.Begin();
            core.Step("Mul", isLeft ? [factors, begin] : [begin, factors]);
            AssertHonest(core);
        }
    }

    [Fact]
    public void Mul_WithZero_IsProvedAndNothingElse()
    {
        StepCore core = new(2, 3);
        int zero = core.Constant([], 0);
        int five = core.Constant([], 5);
        core.Step("Add", [core.Step("Mul", [core.Begin(), zero]), five]);
        AssertHonest(core, [5, 5, 5, 5, 5, 5]);
    }

    [Fact]
    public void Mul_OfCoreValues_IsProved()
    {
        StepCore core = new(2, 3, 5);
        int axes = core.Constant([1], -1);
        int begin = core.Begin();
        int square = core.Step("Mul", [begin, begin]);
        int sums = core.Step("ReduceSum", [begin, axes]);
        core.Step("Add", [core.Step("Mul", [sums, begin]), square]); // broadcast on the left

        AssertHonest(core, [.. core.Input.Chunk(5).SelectMany(static row => row.Select(x => (row.Sum() * x) + (x * x)))]);
    }

    [Fact]
    public void Neg_IsProved()
    {
        StepCore core = new(3, 5);
        core.Step("Neg", [core.Begin()]);
        AssertHonest(core, [.. core.Input.Select(static x => -x)]);
    }

    [Theory]
    [InlineData("1", new long[] { -1 })]
    [InlineData("0", new long[] { 0, 2 })]
    [InlineData("0", new long[] { 1 })]
    [InlineData("1", new long[] { 0, 1, 2 })]
    public void ReduceSum_Axes_IsProved(string keepdims, long[] axes)
    {
        StepCore core = new(2, 3, 5);
        int list = core.Constant([axes.Length], axes);
        core.Step("ReduceSum", [core.Begin(), list], ("keepdims", keepdims));
        AssertHonest(core, axes is [-1] ? [.. core.Input.Chunk(5).Select(static row => row.Sum())] : null);
    }

    /// <summary>Both signs, divisors that are 0 or negative and count as 1, every shift that the limbs allow, ties.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(3, 7)]
    [InlineData(20, 100)]
    public void FixedDiv_OfCoreValues_IsTheNearestInteger(int shift, int spread)
    {
        StepCore core = new(4, 3) { Input = [7, -7, 1, 3, -3, 2, 0, 5, -5, 32767, -32768, spread] };
        int axes = core.Constant([1], -1);
        int begin = core.Begin();
        core.Step("FixedDiv", [begin, core.Step("ReduceSum", [begin, axes])], ("shift", $"{shift}"));

        AssertHonest(core, [.. core.Input.Chunk(3).SelectMany(row => row.Select(x => Nearest((BigInteger)x << shift, row.Sum())))]);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(24, 3)]
    [InlineData(8, 1)]
    public void FixedDiv_ByAConstant_IsTheNearestInteger(int shift, long divisor)
    {
        StepCore core = new(2, 5);
        int constant = core.Constant([], divisor);
        core.Step("FixedDiv", [core.Begin(), constant], ("shift", $"{shift}"));
        AssertHonest(core, [.. core.Input.Select(x => Nearest((BigInteger)x << shift, divisor))]);
    }

    /// <summary>A quotient whose product with the divisor is larger than the field: it is proved in two parts.</summary>
    [Theory]
    [InlineData(40, 1)]
    [InlineData(45, -1)]
    public void FixedDiv_OfLargeQuotients_IsProvedInTwoParts(int shift, int sign)
    {
        StepCore core = new(2, 3) { Input = [1, 1000, 32767, -2, 9, 3] };
        int one = core.Constant([], sign);
        int square = core.Step("Mul", [core.Begin(), core.First]);
        core.Step("FixedDiv", [sign > 0 ? one : core.Step("Mul", [core.First, one]), square], ("shift", $"{shift}"));

        AssertHonest(core, [.. core.Input.Select(x => Nearest((sign > 0 ? 1 : -(BigInteger)x) << shift, x * x))]);
        Assert.True(core.Circuit.Steps.OfType<QuotientStep>().Single().IsSplit);
    }

    /// <summary>What softmax and normalisations divide by: the quotient's bounds follow from how the divisor was made.</summary>
    [Fact]
    public void FixedDiv_ByItsOwnSum_IsAtMostOne()
    {
        StepCore core = new(2, 40);
        int axes = core.Constant([1], -1);
        int zero = core.Constant([], 0);
        int positive = core.Step("Max", [core.Begin(), zero]);
        core.Step("FixedDiv", [positive, core.Step("ReduceSum", [positive, axes])], ("shift", "24"));
        AssertHonest(core);
        Assert.Equal(1 << 24, core.Circuit.Values[core.Last].Bounds.High);
    }

    [Fact]
    public void Normalization_IsProvedWithinItsLength()
    {
        StepCore core = new(3, 8);
        int axes = core.Constant([1], -1);
        int one = core.Constant([], 1);
        int epsilon = core.Constant([], 3);
        int begin = core.Begin();
        int squares = core.Step("Add", [core.Step("ReduceSum", [core.Step("Mul", [begin, begin]), axes]), epsilon]);
        int inverse = core.Step("FixedDiv", [one, core.Step("FixedSqrt", [squares], ("shift", "20"))], ("shift", "61"));
        core.Step("Mul", [begin, inverse]);
        AssertHonest(core);
        Assert.True(core.Circuit.Values[core.Last].Bounds.High < BigInteger.One << 52);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(31)]
    [InlineData(46)]
    public void FixedSqrt_IsTheFloorOfTheRoot(int shift)
    {
        StepCore core = new(2, 6) { Input = [0, 1, 2, 3, 4, 8, 9, 32767, -1, -32768, 255, 256] };
        core.Step("FixedSqrt", [core.Begin()], ("shift", $"{shift}"));

        CoreWitness witness = core.Run();

        Assert.Equal(ProofFault.None, core.Judge(witness));
        Assert.All(core.Input.Zip(witness.Value(core.Last)), pair =>
        {
            BigInteger number = (BigInteger)Math.Max(0, pair.First) << shift;
            Assert.True((BigInteger)pair.Second * pair.Second <= number && ((BigInteger)pair.Second + 1) * (pair.Second + 1) > number);
        });
    }

    /// <summary>Each column by itself, with the counts that the lie would need; and a lie that only a virtual value tells.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Kinds))]
    public void Prove_AnyColumnWithOneOtherCell_IsRefused(string kind)
    {
        int columns = Lied(kind).Circuit.WitnessColumns.Length;
        for (int column = 0; column < columns; column++)
        {
            StepCore core = Lied(kind);
            CoreWitness witness = core.Run();
            witness.Column(column)[0] += column % 2 == 0 ? 1 : -1;
            Refuse(core, witness, column < core.Circuit.CountsColumn(0));
        }

        StepCore other = Lied(kind);
        CoreWitness lie = other.Run();
        lie.Value(other.Last)[0]++;
        Refuse(other, lie, recounts: false);
    }

    /// <summary>There is no choice in a proof: the kernels write the bytes of the plain form.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Kinds))]
    public void Prove_ByKernels_GivesTheBytesOfThePlainForm(string kind)
    {
        StepCore core = Lied(kind);
        CoreWitness witness = core.Run();
        CoreStatement statement = core.State(witness, key: null);

        byte[] proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key: null, TestContext.Current.CancellationToken);

        Assert.Equal(CoreProver.Prove<ScalarQuadratic>(statement, witness, key: null, TestContext.Current.CancellationToken), proof);
    }

    public static TheoryData<string> Kinds() => ["quotient", "split quotient", "root", "product", "matrices"];

    /// <summary>The quotient one too large or too small with the remainder that its equation then asks for, which is negative or too large.</summary>
    [Theory]
    [InlineData("quotient", 1)]
    [InlineData("quotient", -1)]
    [InlineData("split quotient", 1)]
    [InlineData("split quotient", -1)]
    public void Prove_OtherQuotientWithItsRemainder_IsRefused(string kind, long change)
    {
        StepCore core = Lied(kind);
        CoreWitness witness = core.Run();
        QuotientStep step = core.Circuit.Steps.OfType<QuotientStep>().Single();
        long divisor = witness.Broadcast(step.Divisor, core.Circuit.Values[step.Output].Shape)[0];
        Move(witness, step.Low, change);
        Move(witness, step.Remainder, -2 * divisor * change);
        Move(witness, step.Rest, 2 * divisor * change);
        witness.Value(step.Output)[0] += change;
        Refuse(core, witness, recounts: true);
    }

    /// <summary>The parts of a quotient moved against each other, so that it stays what it is.</summary>
    [Fact]
    public void Prove_OtherPartsOfTheQuotient_AreRefused()
    {
        StepCore core = Lied("split quotient");
        CoreWitness witness = core.Run();
        QuotientStep step = core.Circuit.Steps.OfType<QuotientStep>().Single();
        long divisor = witness.Broadcast(step.Divisor, core.Circuit.Values[step.Output].Shape)[0];
        Move(witness, step.High, 1);
        Move(witness, step.HighProduct, divisor);
        Move(witness, step.Low, -(1L << step.Low.BitCount));
        Refuse(core, witness, recounts: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Prove_OtherRootWithItsRemainder_IsRefused(long change)
    {
        StepCore core = Lied("root");
        CoreWitness witness = core.Run();
        RootStep step = core.Circuit.Steps.OfType<RootStep>().Single();
        long root = witness.Number(step.Root)[0];
        long remainder = (root * root) - ((root + change) * (root + change));
        Move(witness, step.Root, change);
        Move(witness, step.Remainder, remainder);
        Move(witness, step.Rest, (2 * change) - remainder);
        witness.Value(step.Output)[0] += change;
        Refuse(core, witness, recounts: true);
    }

    /// <summary>The first cell, the change left in the highest limb.</summary>
    private static void Move(CoreWitness witness, Limbs limbs, long change)
    {
        long number = witness.Number(limbs)[0] + limbs.Offset + change;
        for (int limb = 0; limb < limbs.Columns.Length; limb++)
            witness.Column(limbs.Columns[limb])[0] = limb == limbs.Columns.Length - 1 ? number >> (16 * limb) : (number >> (16 * limb)) & 0xFFFF;
    }

    private static StepCore Lied(string kind)
    {
        StepCore core = new(2, 3) { Input = [7, 5, 9, 100, 30, 3] };
        int axes = core.Constant([1], -1);
        int one = core.Constant([], 1);
        int begin = core.Begin();
        switch (kind)
        {
            case "quotient":
                core.Step("FixedDiv", [begin, core.Step("ReduceSum", [begin, axes])], ("shift", "20"));
                break;
            case "split quotient":
                core.Step("FixedDiv", [one, core.Step("Mul", [begin, begin])], ("shift", "50"));
                break;
            case "root":
                core.Step("FixedSqrt", [core.Step("Mul", [begin, begin])], ("shift", "5"));
                break;
            case "product":
                core.Step("Mul", [begin, core.Step("Max", [begin, one])]);
                break;
            default:
                core.Step("FixedMatMul", [begin, core.Step("Transpose", [core.Step("Max", [begin, one])])]);
                break;
        }

        return core;
    }

    private static void Refuse(StepCore core, CoreWitness witness, bool recounts)
    {
        if (recounts)
            Recounted.Apply(core.Circuit, witness);
        if (core.State(witness, core.CommitKey()).IsWellFormed())
            Assert.NotEqual(ProofFault.None, core.Judge(witness));
    }

    private static long Nearest(BigInteger x, BigInteger divisor)
    {
        BigInteger d = BigInteger.Max(1, divisor);
        BigInteger numerator = x + (d / 2);
        return (long)((numerator - (((numerator % d) + d) % d)) / d);
    }

    private static void AssertHonest(StepCore core, long[]? expected = null)
    {
        CoreWitness witness = core.Run();

        Assert.Equal(ProofFault.None, core.Judge(witness));
        if (expected is not null)
            Assert.Equal(expected, witness.Value(core.Last));
    }
}
