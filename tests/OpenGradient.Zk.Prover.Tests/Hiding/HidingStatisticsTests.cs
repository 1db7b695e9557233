using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Steps;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Tests.Hiding;

/// <summary>What a verifier sees does not depend on what is hidden; where what hides is left out, each of these tests says so. Seeds are fixed: they do not fail by chance.</summary>
public sealed class HidingStatisticsTests
{
    private const int RunCount = 64;

    /// <summary>A proof draws the random coefficients of the witness's rows, and then these.</summary>
    private const int Pads = 1;

    /// <summary>About five deviations of a χ² with 255 degrees of freedom above its mean.</summary>
    private const double Limit = 255 + (5 * 22.6);

    /// <summary>Roots of the run and of the pads, what commits to the input, and what is claimed of it.</summary>
    private const int Front = 32 + 32 + 32 + 16;

    private static readonly CommitmentShape Shape = new(LogRowCount: 2, LogRowElements: 8, LogInverseRate: 2) { LogBlindElements = 4 };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void Columns_OfAnyVector_AreUniform(string secret)
    {
        int[] places = [.. Enumerable.Range(0, 16).Select(static place => 61 * place)];

        Assert.InRange(ChiSquareOf(Show), 0, Limit);
        Assert.True(ChiSquare(Enumerable.Range(0, RunCount).SelectMany(_ => Show(SeededRandomness.None))) > Limit);

        byte[] Show(ProverRandomness randomness)
        {
            ProofWriter writer = new(Transcript.Start<QuadraticExtension>());
            CommittedVector.CreateHiding(Shape, new FieldCells(Vector(secret)), randomness).ShowColumns(writer, places);
            return writer.Written[..(places.Length * Shape.RowCount * Goldilocks.SizeBytes)].ToArray();
        }
    }

    /// <summary>The row that is sent, and the random coefficients: what is left of the rows when they are combined.</summary>
    [Theory]
    [MemberData(nameof(Secrets))]
    public void Combination_OfAnyVector_IsUniform(string secret)
    {
        QuadraticExtension[] point = new SeededRandomness(4).Draw<QuadraticExtension>(Shape.VariableCount);

        Assert.InRange(ChiSquareOf(Open), 0, Limit);
        Assert.True(ChiSquare(Enumerable.Range(0, RunCount).SelectMany(_ => Open(SeededRandomness.None))) > Limit);

        byte[] Open(ProverRandomness randomness)
        {
            ProofWriter writer = new(Transcript.Start<QuadraticExtension>());
            var vector = CommittedVector.CreateHiding(Shape, new FieldCells(Vector(secret)), randomness);
            OpeningProver.Open<QuadraticExtension>(
                writer, new QueryParameters(8, 0), [vector.CreateMask<QuadraticExtension>(randomness), vector], point, TestContext.Current.CancellationToken);
            return writer.Written[..((Shape.BlindElements + Shape.RowElements) * QuadraticExtension.Degree * Goldilocks.SizeBytes)].ToArray();
        }
    }

    /// <summary>All that is said of pads: three combinations and the columns.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Tableau_OfAnyPads_IsUniform(int seed)
    {
        PadEquations<QuadraticExtension> equations = new();
        Affine<QuadraticExtension> first = equations.Receive(default);
        Affine<QuadraticExtension>.RequireEqual(first * equations.Receive(default), equations.Receive(default));
        TableauShape shape = new(equations.PadCount, equations.ProductCount, new QueryParameters(QueryCount: 15, WorkBits: 0), LogInverseRate: 2);
        QuadraticExtension[] pads = seed == 0 ? new QuadraticExtension[3] : new SeededRandomness(seed).Draw<QuadraticExtension>(3);

        Assert.InRange(ChiSquareOf(Prove), 0, Limit);
        Assert.True(ChiSquare(Enumerable.Range(0, RunCount).SelectMany(_ => Prove(SeededRandomness.None))) > Limit);

        byte[] Prove(ProverRandomness randomness)
        {
            ProofWriter writer = new(Transcript.Start<QuadraticExtension>());
            var tableau = Tableau<QuadraticExtension>.Create(TreeHash.Keccak256, shape, TableauCells.Of(shape, equations.Unknowns, pads), randomness);
            tableau.Prove(writer, equations, TestContext.Current.CancellationToken);
            // The cells of the third are zeros in any proof, and its second half there is minus the first.
            return writer.Written[..(3 * shape.RowLength * QuadraticExtension.Degree * Goldilocks.SizeBytes)].ToArray();
        }
    }

    /// <summary>Two inputs that give the same output: a guess foretells the first number of a proof that hides nothing, and is as far from that of a proof about this input as about the other.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Proof_OfEitherInput_TellsNothingOfAGuess()
    {
        (byte[] ofGuess, byte[] ofOther, byte[] unhidden) = ([], [], []);
        for (int seed = 0; seed < 12; seed++)
        {
            ofGuess = [.. ofGuess, .. DistanceToGuess(0, new SeededRandomness(seed))];
            ofOther = [.. ofOther, .. DistanceToGuess(-30_000, new SeededRandomness(seed))];
        }

        for (int run = 0; run < 2; run++)
            unhidden = [.. unhidden, .. DistanceToGuess(0, new SeededRandomness(run, leftOut: Pads))];
        Assert.InRange(ChiSquare(ofGuess), 0, Limit);
        Assert.InRange(ChiSquare(ofOther), 0, Limit);
        Assert.All(unhidden, static part => Assert.Equal(0, part));
    }

    public static TheoryData<string> Secrets() => ["zeros", "ones", "random"];

    /// <summary>The first number that a proof sends, less what it would be for an input of zeros.</summary>
    private static byte[] DistanceToGuess(long hidden, ProverRandomness randomness)
    {
        StepCore core = Constant(hidden);
        CoreWitness witness = core.Run();
        CoreStatement statement = core.State(witness, key: null);
        byte[] proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key: null, progress: null, randomness, TestContext.Current.CancellationToken).Bytes;
        QuadraticExtension guessed = RootDenominator(statement, Constant(0).Run(), proof);
        ProofReader reader = new(proof.AsSpan(Front + sizeof(ulong)), Transcript.Start<QuadraticExtension>());
        QuadraticExtension distance = reader.ReadOne<QuadraticExtension>(MessageLabel.RootDenominator) - guessed;
        byte[] bytes = new byte[2 * Goldilocks.SizeBytes];
        distance[0].Write(bytes);
        distance[1].Write(bytes.AsSpan(Goldilocks.SizeBytes));
        return bytes;
    }

    /// <summary>q_0 as section 6 has it, from the witness and from what a proof begins with.</summary>
    private static QuadraticExtension RootDenominator(CoreStatement statement, CoreWitness witness, ReadOnlySpan<byte> proof)
    {
        Transcript transcript = statement.Open<QuadraticExtension>();
        transcript.Absorb(MessageLabel.WitnessRoot, proof[..32]);
        transcript.Absorb(MessageLabel.PadRoot, proof[32..64]);
        transcript.Absorb(MessageLabel.InputCommitment, proof[64..96]);
        InputCommitment.Draw<QuadraticExtension>(transcript, statement.Circuit.Values[statement.Circuit.BorderInputs.Single()].Shape);
        transcript.Absorb(MessageLabel.InputValue, proof[96..Front]);
        transcript.TryWork(statement.Parameters.LookupWorkBits, System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(proof[Front..]));
        QuadraticExtension alpha = transcript.Challenge<QuadraticExtension>();
        transcript.Challenge<QuadraticExtension>();
        QuadraticExtension product = QuadraticExtension.From(Goldilocks.One);
        foreach (Lookup lookup in statement.Circuit.Lookups)
        {
            foreach (long cell in witness.Column(lookup.Column))
                product *= alpha - QuadraticExtension.From(Goldilocks.From((cell * lookup.Factor) + lookup.Offset));
        }

        for (long row = 0; row < 1 << Circuit.TableBits; row++)
            product *= alpha - QuadraticExtension.From(Goldilocks.From(row));
        return product;
    }

    /// <summary>The largest of each input and a number above all of them: always the same.</summary>
    private static StepCore Constant(long input)
    {
        StepCore core = new(1, 40) { Visibility = new(HidesInputs: true, HidesWeights: false) };
        core.Input = [.. core.Input.Select(_ => input)];
        int bound = core.Constant([], 40_000);
        core.Step("Max", [core.Begin(), bound]);
        return core;
    }

    private static Goldilocks[] Vector(string secret) => secret switch
    {
        "zeros" => new Goldilocks[1 << Shape.VariableCount],
        "ones" => [.. Enumerable.Repeat(Goldilocks.One, 1 << Shape.VariableCount)],
        _ => new SeededRandomness(99).Draw(1 << Shape.VariableCount),
    };

    private static double ChiSquareOf(Func<ProverRandomness, byte[]> show) => ChiSquare(Enumerable.Range(0, RunCount).SelectMany(seed => show(new SeededRandomness(seed))));

    /// <summary>Of the values of bytes against all of them alike.</summary>
    private static double ChiSquare(IEnumerable<byte> bytes)
    {
        long[] counts = new long[256];
        foreach (byte part in bytes)
            counts[part]++;
        double expected = counts.Sum() / 256.0;
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }
}
