using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests;

/// <summary>Traps that other proof systems fell into, one test each: what was published about them is told in a sentence.</summary>
/// <remarks>That what is proved is what runs (P19) is <see cref="ModelProverTests.Prove_Digits_GivesTheOutputsOfTheEngine"/>.</remarks>
public sealed class TrapTests
{
    /// <summary>A range proof about other numbers than the sums were proved of: the columns of one proof with the openings of another.</summary>
    [Fact]
    public void P01_PartsOfTwoWitnesses_DoNotMakeAProof()
    {
        (StepCore core, StepCore other) = (Scaled(), Scaled());
        other.Input = [.. other.Input.Select(static x => x - 1)];
        (CoreStatement statement, byte[] proof) = Prove(core, core.Run());
        (_, byte[] second) = Prove(other, other.Run());

        int same = Math.Min(proof.Length, second.Length);
        foreach (int cut in new[] { 32, same / 4, same / 2, same - 64 })
            Assert.NotEqual(ProofFault.None, Verify(statement, [.. proof[..cut], .. second[cut..]]));
    }

    /// <summary>Whatever is public changes every challenge: what does not could be chosen behind them.</summary>
    [Fact]
    public void P02_EverythingPublic_IsAbsorbedBeforeTheFirstChallenge()
    {
        StepCore core = Scaled();
        (CoreStatement statement, _) = Prove(core, core.Run());
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
            [new("x", ElementType.Int16, ["1"]), new("like", ElementType.Float32, ["0", "n"])],
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

    /// <summary>There is no number in a proof that could be another one without a later challenge changing: a bit of any message is noticed.</summary>
    [Fact]
    public void P03_AnyMessageChanged_IsRefused()
    {
        StepCore core = Scaled();
        (CoreStatement statement, byte[] proof) = Prove(core, core.Run());
        for (int turn = 0, place = 0; place < proof.Length; turn++, place = turn * proof.Length / 60)
        {
            byte[] changed = [.. proof];
            changed[place] ^= 1;
            Assert.NotEqual(ProofFault.None, Verify(statement, changed));
        }
    }

    /// <summary>The proof of a maximum, shown for a minimum of the same shapes and outputs.</summary>
    [Fact]
    public void P04_AProofOfAnotherOperator_IsRefused()
    {
        static StepCore Create(string name)
        {
            StepCore core = new(4) { Input = [3, 3, 3, 3] };
            int three = core.Constant([], 3);
            core.Step(name, [core.Begin(), three]);
            return core;
        }

        (CoreStatement minimum, byte[] proof) = Prove(Create("Min"), Create("Min").Run());
        (CoreStatement maximum, _) = Prove(Create("Max"), Create("Max").Run());

        Assert.Equal(minimum.Outputs[0], maximum.Outputs[0]);
        Assert.Equal(ProofFault.None, Verify(minimum, proof));
        Assert.NotEqual(ProofFault.None, Verify(maximum, proof));
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

    /// <summary>A value read three times, twice by one step: a lie that one reader alone sees is a lie.</summary>
    [Fact]
    public void P07_AValueReadTwice_HasOneContent()
    {
        StepCore core = new(4) { Input = [1, 2, 3, 4] };
        int five = core.Constant([], 5);
        int shared = core.Step("Max", [core.Begin(), five]);
        core.Step("Sub", [core.Step("Mul", [shared, shared]), shared]);
        CoreWitness witness = core.Run();
        Assert.Equal(ProofFault.None, core.Judge(witness));

        long[] outputs = [.. witness.Value(core.Circuit.BorderOutputs[0])];
        outputs[1] = (5 * 5) - 6;

        Assert.NotEqual(ProofFault.None, core.Judge(witness, outputs));
    }

    /// <summary>EZKL took any y with |x - y d| &lt; d: here each neighbour is refused, with the remainder that would balance it.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void P08_NonUniqueRounding_IsRefused(long change)
    {
        StepCore core = Scaled();
        CoreWitness witness = core.Run();
        ScaleStep scale = core.Circuit.Steps.OfType<ScaleStep>().Single();
        witness.Column(scale.QuotientLimbs.Columns[0])[0] += change;
        witness.Column(scale.Remainder.Columns[0])[0] -= change << scale.Shift;
        witness.Value(scale.Output)[0] += change;
        Recounted.Apply(core.Circuit, witness);

        Assert.NotEqual(ProofFault.None, Verify(Prove(core, witness)));
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

    /// <summary>A count is a number of the field: no statement looks up as many rows as the field has elements.</summary>
    [Fact]
    public void P10_Multiplicities_CannotReachTheField()
    {
        const int mostColumns = 1 << 14;
        const int logMostCells = 26;

        Assert.True(2L * mostColumns << logMostCells < 1L << 62);
    }

    /// <summary>A count that is off by one, and a root denominator of 0, which would let any numerator pass.</summary>
    [Fact]
    public void P11_FalseCountsAndZeroDenominators_AreRefused()
    {
        StepCore core = Scaled();
        CoreWitness witness = core.Run();
        witness.Column(core.Circuit.CountsColumn(0))[0]++;
        Assert.NotEqual(ProofFault.None, Verify(Prove(core, witness)));

        (CoreStatement statement, byte[] proof) = Prove(core, core.Run());
        proof.AsSpan(32 + sizeof(ulong), 16).Clear(); // behind the root and the nonce of the lookups
        Assert.NotEqual(ProofFault.None, Verify(statement, proof));
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

    /// <summary>Bytes behind a proof, an element in its second form, a proof that ends early.</summary>
    [Fact]
    public void P14_OtherBytesOfTheSameProof_AreRefused()
    {
        StepCore core = Scaled();
        (CoreStatement statement, byte[] proof) = Prove(core, core.Run());
        byte[] second = [.. proof];
        second.AsSpan(32 + sizeof(ulong), 8).Fill(0xFF);

        Assert.Equal(ProofFault.TrailingBytes, Verify(statement, [.. proof, 0]));
        Assert.Equal(ProofFault.NotCanonical, Verify(statement, second));
        Assert.NotEqual(ProofFault.None, Verify(statement, proof[..^1]));
    }

    /// <summary>How steps are wired is the verifier's own: two operands in the other order are another Program, with another transcript and circuit.</summary>
    [Fact]
    public void P15_OtherWiring_IsAnotherStatement()
    {
        static StepCore Create(bool isSwapped)
        {
            StepCore core = new(3) { Input = [2, 2, 2] };
            int two = core.Constant([], 2);
            int begin = core.Begin();
            core.Step("Sub", isSwapped ? [two, begin] : [begin, two]);
            return core;
        }

        (_, byte[] proof) = Prove(Create(isSwapped: false), Create(isSwapped: false).Run());
        (CoreStatement swapped, _) = Prove(Create(isSwapped: true), Create(isSwapped: true).Run());

        Assert.NotEqual(ProofFault.None, Verify(swapped, proof));
    }

    /// <summary>One protocol in both modes: what is refused in the clear is refused behind pads (<c>StepCore.Judge</c> compares both).</summary>
    [Fact]
    public void P16_Hiding_RemovesNoCheck()
    {
        StepCore core = Scaled();
        CoreWitness witness = core.Run();
        Assert.Equal(ProofFault.None, core.Judge(witness));
        witness.Column(0)[0] ^= 1;

        Assert.NotEqual(ProofFault.None, core.Judge(witness));
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

    /// <summary>Any bytes are an answer, never an exception.</summary>
    [Fact]
    public void P20_AnyBytes_AreAnAnswer()
    {
        StepCore core = Scaled();
        (CoreStatement statement, byte[] proof) = Prove(core, core.Run());
        Random random = new(5);
        for (int turn = 0; turn < 60; turn++)
        {
            byte[] bytes = turn % 2 == 0 ? [.. proof] : new byte[random.Next(proof.Length)];
            random.NextBytes(turn % 2 == 0 ? bytes.AsSpan(random.Next(bytes.Length)) : bytes);
            Assert.NotEqual(ProofFault.None, Verify(statement, bytes));
        }
    }

    /// <summary>zkGPT's numbers of layers wrapped at 256.</summary>
    [Fact]
    public void P21_ThreeHundredSteps_AreThreeHundredSteps()
    {
        StepCore core = new(2) { Input = [1, 2] };
        int one = core.Constant([], 1);
        int last = core.Begin();
        for (int step = 0; step < 300; step++)
            last = core.Step("Add", [last, one]);
        CoreWitness witness = core.Run();

        Assert.Equal([301, 302], witness.Value(core.Circuit.BorderOutputs[0]));
        Assert.Equal(ProofFault.None, Verify(Prove(core, witness)));
        Assert.NotEqual(ProofFault.None, core.Judge(witness, outputs: [301 - 256, 302 - 256]));
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

    /// <summary>Of two equal numbers the second, said to be the first of the largest.</summary>
    [Fact]
    public void P23_TheOtherOfTwoEquals_IsRefused()
    {
        StepCore core = new(3) { Input = [4, 9, 9] };
        core.Step("ArgMax", [core.Begin()], ("axis", "0"), ("keepdims", "0"));
        CoreWitness witness = core.Run();
        ChoiceStep choice = core.Circuit.Steps.OfType<ChoiceStep>().Single();
        Assert.Equal([0, 1, 0], witness.Value(choice.Output));
        long[] lie = [0, 0, 1];
        lie.CopyTo(witness.Value(choice.Output), 0);
        lie.CopyTo(witness.Column(core.Circuit.Values[choice.Output].Column), 0);
        core.RunAfter(choice, witness);
        Recounted.Apply(core.Circuit, witness);

        Assert.NotEqual(ProofFault.None, core.Judge(witness));
    }

    /// <summary>Two lies that cancel in a plain sum of rows.</summary>
    [Fact]
    public void P24_LiesThatCancelEachOther_AreRefused()
    {
        StepCore core = Scaled();
        CoreWitness witness = core.Run();
        long[] outputs = [.. witness.Value(core.Circuit.BorderOutputs[0])];
        (outputs[0], outputs[1]) = (outputs[0] + 1, outputs[1] - 1);

        Assert.NotEqual(ProofFault.None, core.Judge(witness, outputs));
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

    private static ProofFault Verify((CoreStatement Statement, byte[] Proof) proven) => Verify(proven.Statement, proven.Proof);

    private static ProofFault Verify(CoreStatement statement, byte[] proof) => CoreVerifier.Verify<QuadraticExtension>(statement, proof);
}
