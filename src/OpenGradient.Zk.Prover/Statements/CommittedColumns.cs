using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Primitives;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hashing;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>Columns in one committed vector, of the witness or of the key; proof-1 sections 10 and 11.</summary>
internal sealed class CommittedColumns
{
    private readonly ImmutableArray<TensorShape> _shapes;
    private readonly ColumnLayout _layout;
    private readonly Goldilocks[] _vector;

    private CommittedColumns(ImmutableArray<TensorShape> shapes, ColumnLayout layout, Goldilocks[] vector, CommittedVector committed) =>
        (_shapes, _layout, _vector, Committed) = (shapes, layout, vector, committed);

    public CommittedVector Committed { get; }

    /// <summary>Where the proofs of private weights are counted; null for others.</summary>
    public HiddenKey? HiddenKey { get; private init; }

    public ReadOnlySpan<byte> Root => Committed.Root;

    /// <summary>The weights.</summary>
    public static CommittedColumns Create(ProofParameters parameters, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> columns) =>
        Create(parameters.KeyShape(ColumnLayout.OfCommitment(shapes)), shapes, columns);

    /// <summary>Private weights, for as many proofs as the key says.</summary>
    public static CommittedColumns CreateHidden(
        ProofParameters parameters, Digest program, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> weights, HiddenKey key, CancellationToken cancellation = default)
    {
        CommitmentShape shape = parameters.HiddenKeyShape(ColumnLayout.OfCommitment(shapes), key.ProofCount);
        return Create(shape, shapes, weights, key.RandomnessFor(Context(shape, program, weights)), key, cancellation);
    }

    /// <summary>Columns in a matrix of a given shape.</summary>
    public static CommittedColumns Create(CommitmentShape shape, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> columns, CancellationToken cancellation = default) =>
        Create(shape, shapes, columns, ProverRandomness.Secure, hiddenKey: null, cancellation);

    /// <param name="shape">Of the matrix; it says whether the columns are hidden.</param>
    /// <param name="shapes">Of the columns.</param>
    /// <param name="columns">Their real cells.</param>
    /// <param name="randomness">What hides comes from it.</param>
    /// <param name="cancellation">Is looked at between rows, and between stretches of leaves.</param>
    public static CommittedColumns Create(
        CommitmentShape shape, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> columns, ProverRandomness randomness, CancellationToken cancellation) =>
        Create(shape, shapes, columns, randomness, hiddenKey: null, cancellation);

    private static CommittedColumns Create(
        CommitmentShape shape, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> columns, ProverRandomness randomness, HiddenKey? hiddenKey, CancellationToken cancellation)
    {
        var layout = ColumnLayout.OfCommitment(shapes);
        var vector = new Goldilocks[1L << shape.VariableCount];
        for (int column = 0; column < shapes.Length; column++)
        {
            (long[] places, int count) = shapes[column].PlacesOfRuns();
            for (int run = 0; run < places.Length; run++)
                Place(columns[column].AsSpan(run * count, count), vector.AsSpan((int)(layout.OffsetOf(column) + places[run]), count));
        }

        return new(shapes, layout, vector, shape.LogBlindElements is null ? CommittedVector.Create(shape, vector, cancellation) : CommittedVector.CreateHiding(shape, vector, randomness, cancellation))
        {
            HiddenKey = hiddenKey,
        };
    }

    /// <summary>What tells a vector of weights from every other.</summary>
    private static byte[] Context(CommitmentShape shape, Digest program, ImmutableArray<long[]> weights)
    {
        Keccak256 hash = default;
        hash.Append(program.ToArray());
        hash.Append([(byte)shape.LogRowCount, (byte)shape.LogRowElements, (byte)shape.LogInverseRate, (byte)(shape.LogBlindElements ?? 0)]);
        foreach (long[] elements in weights)
            hash.Append(MemoryMarshal.AsBytes(elements.AsSpan()));
        byte[] context = new byte[Keccak256.DigestBytes];
        hash.Finish(context);
        return context;
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
