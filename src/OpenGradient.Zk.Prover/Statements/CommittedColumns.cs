using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>Columns in one committed vector, of the witness or of the key; proof-1 sections 10 and 11.</summary>
internal sealed class CommittedColumns
{
    private readonly ImmutableArray<TensorShape> _shapes;
    private readonly ColumnLayout _layout;
    private readonly Goldilocks[] _vector;
    private readonly CommittedVector _committed;

    private CommittedColumns(ImmutableArray<TensorShape> shapes, ColumnLayout layout, Goldilocks[] vector, CommittedVector committed) =>
        (_shapes, _layout, _vector, _committed) = (shapes, layout, vector, committed);

    public ReadOnlySpan<byte> Root => _committed.Root;

    public static CommittedColumns Create(ProofParameters parameters, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> columns)
    {
        ColumnLayout layout = new([.. shapes.Select(static shape => shape.VariableCount)]);
        Goldilocks[] vector = Place(layout, shapes, columns);
        return new(shapes, layout, vector, CommittedVector.Create(parameters.ShapeOf(layout.VariableCount), vector));
    }

    /// <summary>Such that proofs show nothing of the columns.</summary>
    public static CommittedColumns CreateHiding(ProofParameters parameters, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> columns, ProverRandomness randomness)
    {
        ColumnLayout layout = new([.. shapes.Select(static shape => shape.VariableCount)]);
        Goldilocks[] vector = Place(layout, shapes, columns);
        return new(shapes, layout, vector, CommittedVector.CreateHiding(parameters.HidingShapeOf(layout.VariableCount), vector, randomness));
    }

    private static Goldilocks[] Place(ColumnLayout layout, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> columns)
    {
        var vector = new Goldilocks[1L << layout.VariableCount];
        for (int column = 0; column < shapes.Length; column++)
        {
            long[] places = shapes[column].PlacesOfCells();
            for (int cell = 0; cell < places.Length; cell++)
                vector[layout.OffsetOf(column) + places[cell]] = Goldilocks.From(columns[column][cell]);
        }

        return vector;
    }

    /// <summary>Proves the claims about the columns, all at once.</summary>
    public void Open<TExtension>(ProofWriter writer, ProofParameters parameters, IReadOnlyList<ColumnClaim<TExtension>> claims, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension gamma = writer.Transcript.Challenge<TExtension>();
        ISummand<TExtension> summand = BulkArithmetic<TExtension>.Instance.Product(Array.ConvertAll(_vector, TExtension.From), Weights(claims, gamma));
        TExtension[] point = SumcheckProver.Prove(writer, summand);
        writer.Write(MessageLabel.FinalValue, summand.ValueOf(0));
        _committed.Open<TExtension>(writer, parameters.Queries, point, cancellation);
    }

    private TExtension[] Weights<TExtension>(IReadOnlyList<ColumnClaim<TExtension>> claims, TExtension gamma)
        where TExtension : struct, IExtension<TExtension>
    {
        var weights = new TExtension[_vector.Length];
        TExtension power = TExtension.One;
        foreach (ColumnClaim<TExtension> claim in claims)
        {
            AddWeight(weights, claim, power);
            power *= gamma;
        }

        return weights;
    }

    /// <summary>The cells that the last factor weighs lie together, unless it spans axes with padding between them.</summary>
    private void AddWeight<TExtension>(TExtension[] weights, ColumnClaim<TExtension> claim, TExtension power)
        where TExtension : struct, IExtension<TExtension>
    {
        ReadOnlySpan<long> axes = _shapes[claim.Column].CellCounts.AsSpan();
        ImmutableArray<WeightFactor<TExtension>> outer = claim.Claim.Weight;
        TExtension[] together = [TExtension.One];
        TensorShape inner = new(axes[^(outer.IsEmpty ? 0 : outer[^1].AxisCount)..]);
        if (!outer.IsEmpty && inner.PlacesOfCells() is [.., long last] && last == outer[^1].Cells.Length - 1)
            (together, outer) = (outer[^1].Cells, outer[..^1]);
        else
            inner = new();

        long[] places = new TensorShape(axes[..^inner.CellCounts.Length]).PlacesOfCells();
        TExtension[] cells = BulkArithmetic<TExtension>.Joined(outer);
        for (int cell = 0; cell < places.Length; cell++)
        {
            long start = _layout.OffsetOf(claim.Column) + (places[cell] << inner.VariableCount);
            BulkArithmetic<TExtension>.Instance.AddScaled(weights, (int)start, power * cells[cell], together);
        }
    }
}
