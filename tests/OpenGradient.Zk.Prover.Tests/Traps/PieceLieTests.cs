using OpenGradient.Tests;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <summary>A prover that commits to the run with its pieces in other places, and is honest everywhere else; proof-1 section 10.</summary>
public sealed class PieceLieTests
{
    private readonly SmallCore _core = new(seed: 4, batch: 3, 5, 7, 3);
    private readonly CoreWitness _witness;
    private readonly CommittedColumns _key;
    private readonly CoreStatement _statement;
    private readonly PlacedColumns _columns;

    public PieceLieTests()
    {
        _witness = _core.Run();
        _key = _core.CommitKey();
        _statement = _core.State(_witness, _key);
        _columns = new(_core.Circuit.WitnessColumns);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Prove_PieceMovedByOneCell_IsRefused() => RefuseEach((vector, start, count) =>
    {
        Goldilocks last = vector[start + count - 1];
        vector.AsSpan(start, count - 1).CopyTo(vector.AsSpan(start + 1));
        vector[start] = last;
    });

    [Fact]
    [Trait("Category", "Slow")]
    public void Prove_PieceThatReachesIntoTheNext_IsRefused() => RefuseEach(static (vector, start, count) =>
        vector.AsSpan(start, count).ToArray().CopyTo(vector, start + (count / 2)));

    [Fact]
    [Trait("Category", "Slow")]
    public void Prove_PieceThatStandsWhereAnotherDoes_IsRefused() => RefuseEach(static (vector, start, count) =>
        vector.AsSpan(start + count, count).CopyTo(vector.AsSpan(start)));

    /// <summary>No claim is about what lies behind the last piece: it may be anything, and changes nothing.</summary>
    [Fact]
    public void Prove_NumbersBehindTheLastPiece_ChangeNothing()
    {
        Goldilocks[] vector = Honest();
        vector[^1] = Goldilocks.From(7L);

        Assert.Equal(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(_statement, Prove(vector)));
    }

    /// <summary>A lie about a piece of each column: the first one, the second one, and so on.</summary>
    private void RefuseEach(Action<Goldilocks[], int, int> lie)
    {
        Goldilocks[] honest = Honest();
        Assert.Contains(_columns.Pieces, static pieces => pieces.Length > 2);
        for (int column = 0; column < FixedSample.Share(_columns.Shapes.Length); column++)
        {
            int piece = column % _columns.Pieces[column].Length;
            Goldilocks[] vector = [.. honest];
            lie(vector, (int)_columns.OffsetOf(column, piece), 1 << _columns.Pieces[column][piece].VariableCount);
            if (!vector.AsSpan().SequenceEqual(honest))
                Assert.NotEqual(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(_statement, Prove(vector)));
        }
    }

    private Goldilocks[] Honest() => PlacedCells.OfWitness(_columns, [.. Enumerable.Range(0, _columns.Shapes.Length).Select(_witness.Column)], 1 << _columns.Layout.VariableCount).Elements;

    private byte[] Prove(Goldilocks[] vector)
    {
        ProofWriter writer = new(_statement.Open<QuadraticExtension>());
        CommittedColumns committed = new(_columns, CommittedVector.Create(_statement.Parameters.WitnessShape(_core.Circuit), vector));
        writer.WriteBytes(MessageLabel.WitnessRoot, committed.Root);
        ProverClaims<QuadraticExtension> claims = new(_core.Circuit);
        LookupProver.Prove(writer, _core.Circuit, _statement.Parameters.LookupWorkBits, (FieldCells)committed.Committed.Cells, claims, CancellationToken.None);
        CoreProver.ClaimOutputs(writer, _core.Circuit, _witness, claims);
        foreach (CircuitStep step in _core.Circuit.Steps.Reverse())
            StepProver.Prove(writer, _witness, step, claims);
        ColumnsProver.Prove<QuadraticExtension>(writer, _statement.Parameters, [(committed, claims.OfWitness), (_key, claims.OfKey)], ProverRandomness.Secure, CancellationToken.None);
        return writer.Written.ToArray();
    }
}
