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

    private CommittedColumns(CommitmentShape shape, ImmutableArray<TensorShape> shapes, ColumnLayout layout, Goldilocks[] vector, CancellationToken cancellation)
    {
        (_shapes, _layout, _vector) = (shapes, layout, vector);
        Committed = CommittedVector.Create(shape, vector, cancellation);
    }

    public CommittedVector Committed { get; }

    public ReadOnlySpan<byte> Root => Committed.Root;

    /// <summary>The weights.</summary>
    public static CommittedColumns Create(ProofParameters parameters, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> columns) =>
        Create(parameters.KeyShape(ColumnLayout.OfCommitment(shapes)), shapes, columns);

    /// <summary>Columns in a matrix of a given shape.</summary>
    public static CommittedColumns Create(CommitmentShape shape, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> columns, CancellationToken cancellation = default)
    {
        var layout = ColumnLayout.OfCommitment(shapes);
        var vector = new Goldilocks[1L << layout.VariableCount];
        for (int column = 0; column < shapes.Length; column++)
        {
            (long[] places, int count) = shapes[column].PlacesOfRuns();
            for (int run = 0; run < places.Length; run++)
                Place(columns[column].AsSpan(run * count, count), vector.AsSpan((int)(layout.OffsetOf(column) + places[run]), count));
        }

        return new(shape, shapes, layout, vector, cancellation);
    }

    /// <summary>Σ P(x) Σ γ^i w_i(x), and what it adds up to.</summary>
    /// <param name="claims">About the columns.</param>
    /// <param name="gamma">γ.</param>
    /// <param name="power">Of γ, with which the first claim counts.</param>
    public (ISummand<TExtension> Summand, TExtension Sum) Weigh<TExtension>(IReadOnlyList<ColumnClaim<TExtension>> claims, TExtension gamma, TExtension power)
        where TExtension : struct, IExtension<TExtension> =>
        (BulkArithmetic<TExtension>.Instance.Product(_vector, Weights(claims, gamma, power)), power * ColumnsVerifier.Combined(gamma, claims, static claim => claim.Claim.Sum));

    private static void Place(ReadOnlySpan<long> cells, Span<Goldilocks> elements)
    {
        for (int index = 0; index < cells.Length; index++)
            elements[index] = Goldilocks.From(cells[index]);
    }

    private TExtension[] Weights<TExtension>(IReadOnlyList<ColumnClaim<TExtension>> claims, TExtension gamma, TExtension power)
        where TExtension : struct, IExtension<TExtension>
    {
        var weights = new TExtension[_vector.Length];
        foreach (ColumnClaim<TExtension> claim in claims)
        {
            WeightTables.Add(weights, _layout.OffsetOf(claim.Column), _shapes[claim.Column], claim.Claim, power);
            power *= gamma;
        }

        return weights;
    }
}
