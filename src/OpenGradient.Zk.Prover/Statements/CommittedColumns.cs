using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>Columns in one committed vector, of the witness or of the key; proof-1 sections 10 and 11.</summary>
internal sealed class CommittedColumns
{
    private readonly ImmutableArray<TensorShape> _shapes;
    private readonly ColumnLayout _layout;
    private readonly Goldilocks[] _vector;

    private CommittedColumns(CommitmentShape shape, ImmutableArray<TensorShape> shapes, ColumnLayout layout, Goldilocks[] vector)
    {
        (_shapes, _layout, _vector) = (shapes, layout, vector);
        Committed = CommittedVector.Create(shape, vector);
    }

    public CommittedVector Committed { get; }

    public ReadOnlySpan<byte> Root => Committed.Root;

    /// <summary>The weights.</summary>
    public static CommittedColumns Create(ProofParameters parameters, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> columns) =>
        Create(parameters.KeyShape(ColumnLayout.OfCommitment(shapes)), shapes, columns);

    /// <summary>Columns in a matrix of a given shape.</summary>
    public static CommittedColumns Create(CommitmentShape shape, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> columns)
    {
        var layout = ColumnLayout.OfCommitment(shapes);
        var vector = new Goldilocks[1L << layout.VariableCount];
        for (int column = 0; column < shapes.Length; column++)
        {
            long[] places = shapes[column].PlacesOfCells();
            for (int cell = 0; cell < places.Length; cell++)
                vector[layout.OffsetOf(column) + places[cell]] = Goldilocks.From(columns[column][cell]);
        }

        return new(shape, shapes, layout, vector);
    }

    /// <summary>Σ P(x) Σ γ^i w_i(x), and what it adds up to.</summary>
    /// <param name="claims">About the columns.</param>
    /// <param name="gamma">γ.</param>
    /// <param name="power">Of γ, with which the first claim counts.</param>
    public (ISummand<TExtension> Summand, TExtension Sum) Weigh<TExtension>(IReadOnlyList<ColumnClaim<TExtension>> claims, TExtension gamma, TExtension power)
        where TExtension : struct, IExtension<TExtension> =>
        (BulkArithmetic<TExtension>.Instance.Product(_vector, Weights(claims, gamma, power)), power * ColumnsVerifier.Combined(gamma, claims, static claim => claim.Claim.Sum));

    private TExtension[] Weights<TExtension>(IReadOnlyList<ColumnClaim<TExtension>> claims, TExtension gamma, TExtension power)
        where TExtension : struct, IExtension<TExtension>
    {
        var weights = new TExtension[_vector.Length];
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
