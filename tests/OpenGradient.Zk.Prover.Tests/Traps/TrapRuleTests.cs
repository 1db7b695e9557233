using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Execution;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Steps;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <summary>As <see cref="TrapTests"/>, what no mode changes: what is refused before a proof, what is absorbed, how errors are counted.</summary>
public sealed class TrapRuleTests
{
    /// <summary>Whatever is public changes every challenge: what does not could be chosen behind them.</summary>
    [Fact]
    public void P02_EverythingPublic_IsAbsorbedBeforeTheFirstChallenge()
    {
        StepCore core = Scaled();
        CoreStatement statement = core.State(core.Run(), core.CommitKey());
        CoreStatement[] others =
        [
            statement with { Inputs = [[statement.Inputs[0][0] ^ 1, .. statement.Inputs[0][1..]]] },
            statement with { Outputs = [[statement.Outputs[0][0] ^ 1, .. statement.Outputs[0][1..]]] },
            statement with { Nonce = [1, .. new byte[31]] },
            statement with { Parameters = statement.Parameters with { LookupWorkBits = 1 } },
            statement with { Parameters = statement.Parameters with { Queries = statement.Parameters.Queries with { WorkBits = 1 } } },
            statement with { Key = statement.Key with { Program = Digest.Sha256("another"u8) } },
            statement with { Circuit = statement.Circuit with { InputShapes = [[3, 2]] } },
        ];

        byte[][] states = [.. others.Append(statement).Select(static one => one.Open<QuadraticExtension>().State.ToArray())];

        Assert.Equal(states.Length, states.Select(Convert.ToHexString).Distinct().Count());
    }

    /// <summary>Sizes that only <c>Shape</c> reads: with eight of them, chosen when the challenges are known, a lie of 128 bits would have an answer among 2^248.</summary>
    [Fact]
    public void P02_SizesThatOnlyShapeReads_ChangeTheChallenges()
    {
        Program program = new(
            [new("x", ElementType.Int64, ["1"]), new("like", ElementType.Float32, ["0", "n"])],
            [],
            [Named("Shape", [1], ("start", "1")), Named("Mul", [0, 2])],
            [new("y", 3)],
            Profile: Program.IntegerProfile);
        byte[] StateOf(long size)
        {
            var circuit = CircuitBuilder.Build(program, [[1], [0, size]], [null, null, null, null], []);
            CoreStatement statement = new(circuit, new(program.Id.Value, [], []), ProofParameters.Default, [[2]], [[10]], [.. new byte[32]]);
            Assert.True(statement.IsWellFormed());
            return statement.Open<QuadraticExtension>().State.ToArray();
        }

        Assert.NotEqual(StateOf(5), StateOf(6));
    }

    /// <summary>A Program cannot compute what its proof's challenges follow from: no rule works on bits of words, and the verifier brings 32 bytes of its own.</summary>
    [Theory]
    [InlineData("BitwiseXor")]
    [InlineData("BitwiseAnd")]
    [InlineData("BitShift")]
    [InlineData("Mod")]
    public void P05_StepsThatHashesAreMadeOf_AreRefused(string name)
    {
        StepCore core = new(4);
        core.Step(name, [core.Begin(), core.First]);

        Assert.Throws<InvalidInputException>(() => core.Circuit);
    }

    /// <summary>Activations padded to powers of two needed a matrix that takes the padding away: here a weight is 0 at every cell of padding, so that nothing depends on what a prover puts there.</summary>
    [Fact]
    public void P06_CellsOfPadding_HaveNoWeight()
    {
        ImmutableArray<long> shape = [3, 5];
        var claim = Claim<QuadraticExtension>.AtPoint(shape, Transcript.Start<QuadraticExtension>().Challenges<QuadraticExtension>(5), default);
        for (int cell = 0; cell < 32; cell++)
        {
            QuadraticExtension[] place = [.. Enumerable.Range(0, 5).Select(bit => QuadraticExtension.From(Goldilocks.From((long)((cell >> (4 - bit)) & 1))))];
            bool isReal = cell >> 3 < 3 && (cell & 7) < 5;

            Assert.Equal(isReal, claim.WeightAt(place, shape) != default(QuadraticExtension));
        }
    }

    /// <summary>circomlib-ml decomposed x and x + p alike, so a sign was the prover's choice: whatever could wrap around is refused before a proof.</summary>
    [Fact]
    public void P09_NumbersThatCouldWrapAround_AreRefused()
    {
        StepCore core = new(4);
        int last = core.Begin();
        for (int square = 0; square < 3; square++)
            last = core.Step("Mul", [last, last]); // 30, 60, 120 bits

        Assert.Throws<InvalidInputException>(() => core.Circuit);
    }

    /// <summary>A count is a number of the field: the largest witness that is proved at all looks up fewer rows than the field has elements, and a larger one is refused.</summary>
    [Fact]
    public void P10_Multiplicities_CannotReachTheField()
    {
        static Circuit Build(int scales)
        {
            Program program = new(
                [new("x", ElementType.Int64, [$"{1 << 26}"])],
                [new("", "i64", [1], Digest.Sha256([]))],
                [.. Enumerable.Repeat(Named("FixedScale", [0, 1]), scales)], // of three columns each
                [new("y", 2)],
                Profile: Program.IntegerProfile);
            return CircuitBuilder.Build(program, [[1 << 26]], [null, [3], .. new long[]?[scales]], []);
        }

        Circuit largest = Build(scales: 5);
        BigInteger rows = largest.Lookups.Aggregate(BigInteger.Zero, (sum, lookup) => sum + (BigInteger.One << largest.WitnessColumns[lookup.Column].VariableCount));

        Assert.InRange(rows, BigInteger.One << 29, Goldilocks.Modulus >> 32);
        Assert.Throws<InvalidInputException>(() => Build(scales: 6));
    }

    /// <summary>Challenges of the base field alone would leave 2^-64: both coefficients are drawn.</summary>
    [Fact]
    public void P12_Challenges_AreOfTheExtension()
    {
        var transcript = Transcript.Start<CubicExtension>();
        CubicExtension challenge = transcript.Challenge<CubicExtension>();

        Assert.All(Enumerable.Range(0, 3), index => Assert.NotEqual(Goldilocks.Zero, challenge[index]));
    }

    /// <summary>No conjecture about list decoding: at a rate of 1/4 a query counts 0.678 bits, not two.</summary>
    [Fact]
    public void P13_Queries_CountByUniqueDecoding()
    {
        SoundnessLedger ledger = new();
        ledger.AddQueries([new CommitmentShape(4, 10, LogInverseRate: 2)], queryCount: 100, workBits: 0);

        Assert.InRange(SoundnessLedger.CentiBitsOf(ledger.Error), 6700, 6790);
    }

    /// <summary>One protocol in both modes: what is refused in the clear is refused behind pads (<c>StepCore.Judge</c> compares both), and every trap is tried in both.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void P16_Hiding_RemovesNoCheck()
    {
        StepCore core = Scaled();
        CoreWitness witness = core.Run();
        Assert.Equal(ProofFault.None, core.Judge(witness));
        witness.Column(0)[0] ^= 1;

        Assert.NotEqual(ProofFault.None, core.Judge(witness));
        Assert.True(typeof(PlainTrapTests).IsSubclassOf(typeof(TrapTests)) && typeof(HidingTrapTests).IsSubclassOf(typeof(TrapTests)));
    }

    /// <summary>A hidden key is for so many proofs, and says so in its KeyId.</summary>
    [Fact]
    public void P17_TheBudgetOfAHiddenKey_IsPartOfIt()
    {
        ProofKey key = new(Digest.Sha256("program"u8), [.. new byte[32]], [1]);

        Assert.NotEqual((key with { ProofCount = 8 }).IdOf("quadratic"u8), (key with { ProofCount = 9 }).IdOf("quadratic"u8));
    }

    /// <summary>"Some model" is not the model: the key names the Program and binds every weight and its sums.</summary>
    [Fact]
    public void P18_OtherWeights_AreAnotherKey()
    {
        ProofKey key = new(Digest.Sha256("program"u8), [.. new byte[32]], [5]);
        ProofKey[] others =
        [
            key,
            key with { Program = Digest.Sha256("another"u8) },
            key with { Root = [1, .. new byte[31]] },
            key with { RowSums = [6] },
        ];

        Assert.Equal(others.Length + 1, others.Select(static one => one.IdOf("quadratic"u8)).Append(key.IdOf("cubic"u8)).Distinct().Count());
    }

    /// <summary>A float reference is not the circuit, and neither is an integer one that wraps: what could leave its type in a run is refused, what cannot is what the engine gives.</summary>
    [Fact]
    public void P19_WhatIsProved_IsWhatRuns()
    {
        static Program Doubled(string type) => new(
            [new("x", ElementType.Int16, ["2"])],
            [],
            [Named("Cast", [0], ("to", type)), Named("Add", [1, 1])],
            [new("y", 2)],
            Profile: Program.IntegerProfile);
        static Circuit Build(string type) => CircuitBuilder.Build(Doubled(type), [[2]], [null, null, null], []);
        long[] x = [short.MinValue, 21_000];
        var input = Tensor.Create<short>(ElementType.Int16, [2], [short.MinValue, 21_000]);
        long[] Run(Circuit circuit) => CoreWitness.Run(circuit, [x], []).Value(circuit.BorderOutputs[0]);

        Tensor output = Executable.Load(Doubled("i64"), new NoConstants()).Run([input], TestContext.Current.CancellationToken).Outputs[0];

        Assert.Equal(output.As<long>().ToArray(), Run(Build("i64")));
        Assert.Throws<InvalidInputException>(() => Build("i16"));
    }

    /// <summary>Parts of some proofs were never written down: here a file is all that a verifier gets, and has one form.</summary>
    [Fact]
    public void P22_AFileReadAndWritten_IsTheSameProof()
    {
        StepCore core = Scaled();
        (CoreStatement statement, byte[] proof) = Prove(core, core.Run());
        byte[] bytes = new ProofFile(
            ProofProfile.Quadratic, statement.Parameters, statement.Key, [[2, 3]], [new([2, 3], statement.Inputs[0])], [new([2, 3], statement.Outputs[0])], statement.Nonce, [.. proof]).ToBytes();

        Assert.True(ProofFile.TryRead(bytes, out ProofFile? read, out _, out _));

        Assert.Equal(bytes, read.ToBytes());
        Assert.Equal(ProofFault.None, Verify(ProofCircuit.State(read, core.Circuit), [.. read.Proof]));
    }

    /// <summary>Sums that could reach half of the field say nothing about integers: the depth counts.</summary>
    [Fact]
    public void P25_SumsThatAreOnlyTrueModuloP_AreRefused()
    {
        StepCore core = new(1, 1 << 20);
        int begin = core.Begin();
        int square = core.Step("Mul", [begin, begin]);
        core.Step("ReduceSum", [core.Step("Mul", [square, core.First])]); // 45 + 20 bits

        Assert.Throws<InvalidInputException>(() => core.Circuit);
    }

    /// <summary>The catalogue has traps P1 to P25.</summary>
    [Fact]
    public void Traps_EachHasATestOfItsName()
    {
        string[] names = [.. new[] { typeof(TrapTests), typeof(TrapRuleTests) }.SelectMany(static type => type.GetMethods()).Select(static method => method.Name)];

        Assert.All(Enumerable.Range(1, 25), trap => Assert.Contains(names, name => name.StartsWith($"P{trap:00}_", StringComparison.Ordinal)));
    }

    private static StepCore Scaled()
    {
        StepCore core = new(2, 3) { Input = [7, -5, 9, 100, -30, 3] };
        int factors = core.Constant([1], 40_503);
        core.Step("FixedScale", [core.Begin(), factors], ("shift", "16"));
        return core;
    }

    private static Step Named(string name, ImmutableArray<int> inputs, params ReadOnlySpan<(string Name, string Value)> settings)
    {
        var attributes = ImmutableSortedDictionary<string, string>.Empty;
        foreach ((string setting, string value) in settings)
            attributes = attributes.Add(setting, value);
        return new(name, inputs, 1, attributes, IsTraced: false);
    }

    private static (CoreStatement Statement, byte[] Proof) Prove(StepCore core, CoreWitness witness)
    {
        CommittedColumns? key = core.CommitKey();
        CoreStatement statement = core.State(witness, key);
        return (statement, CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken));
    }

    private static ProofFault Verify(CoreStatement statement, byte[] proof) => CoreVerifier.Verify<QuadraticExtension>(statement, proof);

    private sealed class NoConstants : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => throw new ArgumentOutOfRangeException(nameof(index));
    }
}
