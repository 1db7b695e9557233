using OpenGradient.Tests;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <summary>Equations between numbers that are padded: none is taken on trust.</summary>
public sealed class TableauTests
{
    private const int NumberCount = 300; // more than a row of cells

    private static readonly QuadraticExtension One = QuadraticExtension.From(Goldilocks.One);

    private static readonly QueryParameters Queries = new(QueryCount: 127, WorkBits: 3);

    [Fact]
    public void Prove_TruePads_IsAccepted() => Assert.Equal(ProofFault.None, Judge(static _ => { }));

    /// <summary>One cell of any row: pads, first and second factors, products.</summary>
    [Fact]
    public void Prove_OneOtherCell_IsRefused()
    {
        int rows = ShapeOf(Record(Numbers())).CellRows;
        for (int row = 0; row < rows; row++)
        {
            int changed = row;
            Assert.NotEqual(ProofFault.None, Judge(cells => cells[changed][3] += One));
        }
    }

    /// <summary>A product and its factors that agree with one another, and not with the pads.</summary>
    [Fact]
    public void Prove_ProductOfOtherNumbers_IsRefused() => Assert.NotEqual(ProofFault.None, Judge(static cells =>
    {
        int products = (cells.Length - 3) / 3;
        (cells[^products][5], cells[^(2 * products)][5], cells[^(3 * products)][5]) = (cells[^products][6], cells[^(2 * products)][6], cells[^(3 * products)][6]);
    }));

    [Fact]
    public void Prove_FalseEquationLeftOut_IsRefused()
    {
        QuadraticExtension[] numbers = Numbers();
        numbers[^1] += One;

        Assert.NotEqual(ProofFault.None, Judge(static _ => { }, numbers, Record(numbers, skipped: 1)));
        Assert.NotEqual(ProofFault.None, Judge(static _ => { }, numbers, Record(numbers)));
    }

    [Fact]
    public void Verify_DamagedProof_IsRefused()
    {
        (byte[] root, byte[] proof) = Prove(static _ => { }, Record(Numbers()));
        for (int position = 0; position < proof.Length; position += proof.Length / FixedSample.Share(150))
        {
            byte[] damaged = [.. proof];
            damaged[position] ^= 1;

            Assert.NotEqual(ProofFault.None, Verify(root, damaged, Record(Numbers())));
            Assert.Equal(ProofFault.CutShort, Verify(root, proof.AsSpan(0, position), Record(Numbers())));
        }

        Assert.Equal(ProofFault.TrailingBytes, Verify(root, [.. proof, 0], Record(Numbers())));
    }

    private static ProofFault Judge(Action<QuadraticExtension[][]> tamper) => Judge(tamper, Numbers(), Record(Numbers()));

    private static ProofFault Judge(Action<QuadraticExtension[][]> tamper, QuadraticExtension[] numbers, PadEquations<QuadraticExtension> shown)
    {
        (byte[] root, byte[] proof) = Prove(tamper, shown);
        return Verify(root, proof, Record(numbers));
    }

    private static (byte[] Root, byte[] Proof) Prove(Action<QuadraticExtension[][]> tamper, PadEquations<QuadraticExtension> equations)
    {
        TableauShape shape = ShapeOf(equations);
        QuadraticExtension[][] cells = TableauCells.Of(shape, equations.Unknowns, Pads());
        tamper(cells);
        var tableau = Tableau<QuadraticExtension>.Create(TreeHash.Keccak256, shape, cells, new SeededRandomness(1));
        ProofWriter writer = new(Transcript.Start<QuadraticExtension>());
        writer.Transcript.Absorb(MessageLabel.PadRoot, tableau.Root);
        tableau.Prove(writer, equations, TestContext.Current.CancellationToken);
        return (tableau.Root.ToArray(), writer.Written.ToArray());
    }

    private static ProofFault Verify(byte[] root, ReadOnlySpan<byte> proof, PadEquations<QuadraticExtension> equations)
    {
        ProofReader reader = new(proof, Transcript.Start<QuadraticExtension>());
        reader.Transcript.Absorb(MessageLabel.PadRoot, root);
        TableauVerifier.Verify(ref reader, equations, Queries, logInverseRate: 2, root);
        return reader.Finish();
    }

    /// <summary>What a verifier notes down that is told these numbers with their pads: each third is the product of the two before, or their sum.</summary>
    private static PadEquations<QuadraticExtension> Record(QuadraticExtension[] numbers, int skipped = 0)
    {
        PadEquations<QuadraticExtension> equations = new();
        Affine<QuadraticExtension>[] received = [.. numbers.Zip(Pads(), (number, pad) => equations.Receive(number + pad))];
        for (int index = 0; index < NumberCount; index += 3)
        {
            Affine<QuadraticExtension> made = index % 2 == 0 ? received[index] * received[index + 1] : received[index] + received[index + 1];
            if (index / 3 < (NumberCount / 3) - skipped)
                Affine<QuadraticExtension>.RequireEqual(made, received[index + 2]);
        }

        return equations;
    }

    private static QuadraticExtension[] Numbers()
    {
        QuadraticExtension[] numbers = new SeededRandomness(5).Draw<QuadraticExtension>(NumberCount);
        for (int index = 0; index < NumberCount; index += 3)
            numbers[index + 2] = index % 2 == 0 ? numbers[index] * numbers[index + 1] : numbers[index] + numbers[index + 1];
        return numbers;
    }

    private static QuadraticExtension[] Pads() => new SeededRandomness(6).Draw<QuadraticExtension>(NumberCount);

    private static TableauShape ShapeOf(PadEquations<QuadraticExtension> equations) => new(equations.PadCount, equations.ProductCount, Queries, LogInverseRate: 2);
}
