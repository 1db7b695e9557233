using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using OpenGradient.Primitives;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Kernels;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>Columns in one committed vector, of the witness or of the key; proof-1 sections 10 and 11.</summary>
internal sealed class CommittedColumns
{
    private const int StretchElements = 1 << 17;

    /// <summary>A shorter run is weighed in a table of its own.</summary>
    private const int LeastTiled = 1 << 23;

    private readonly PlacedColumns _columns;

    /// <param name="columns">What lies in the vector, and where.</param>
    /// <param name="committed">The vector.</param>
    public CommittedColumns(PlacedColumns columns, CommittedVector committed) => (_columns, Committed) = (columns, committed);

    public CommittedVector Committed { get; }

    /// <summary>Where the proofs of private weights are counted; null for others.</summary>
    public HiddenKey? HiddenKey { get; private init; }

    public ReadOnlySpan<byte> Root => Committed.Root;

    /// <summary>The weights.</summary>
    public static CommittedColumns Create(ProofParameters parameters, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> weights) =>
        Create(parameters, shapes, weight => weights[weight], CancellationToken.None);

    /// <summary>Weights that are read one after another.</summary>
    public static CommittedColumns Create(ProofParameters parameters, ImmutableArray<TensorShape> shapes, Func<int, long[]> weights, CancellationToken cancellation)
    {
        var columns = new PlacedColumns(shapes);
        return new(columns, CommittedVector.Create(parameters.KeyShape(columns.Layout), PlacedCells.OfKey(columns, weights), cancellation));
    }

    /// <summary>Private weights, for as many proofs as the key says.</summary>
    public static CommittedColumns CreateHidden(
        ProofParameters parameters, Digest program, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> weights, HiddenKey key, CancellationToken cancellation = default)
    {
        var columns = new PlacedColumns(shapes);
        CommitmentShape shape = parameters.HiddenKeyShape(columns.Layout, key.ProofCount);
        ProverRandomness randomness = key.RandomnessFor(Context(shape, program, weights));
        return new(columns, CommittedVector.CreateHiding(shape, PlacedCells.OfKey(columns, weight => weights[weight]), randomness, cancellation)) { HiddenKey = key };
    }

    /// <summary>The run.</summary>
    /// <param name="shape">Of the matrix; it says whether the columns are hidden.</param>
    /// <param name="shapes">Of the columns.</param>
    /// <param name="cells">Their real cells.</param>
    /// <param name="randomness">What hides comes from it.</param>
    /// <param name="cancellation">Is looked at between columns, between rows, and between stretches of leaves.</param>
    public static CommittedColumns CreateWitness(
        CommitmentShape shape, ImmutableArray<TensorShape> shapes, ImmutableArray<long[]> cells, ProverRandomness randomness, CancellationToken cancellation)
    {
        var columns = new PlacedColumns(shapes);
        FieldCells vector = PlacedCells.OfWitness(columns, cells, 1 << shape.VariableCount, cancellation);
        return new(columns, shape.LogBlindElements is null ? CommittedVector.Create(shape, vector, cancellation) : CommittedVector.CreateHiding(shape, vector, randomness, cancellation));
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
    /// <param name="tables">Where large tables come from.</param>
    /// <param name="cancellation">Is looked at between stretches of weights.</param>
    public (ISummand<TExtension> Summand, TExtension Sum) Weigh<TExtension>(
        IReadOnlyList<VectorClaim<TExtension>> claims, TExtension gamma, TExtension power, ProverTables<TExtension> tables, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = power * ColumnsVerifier.Combined(gamma, claims, static claim => claim.Sum);
        PlacedWeights<TExtension> weights = new(Pieces(claims, gamma, power));
        return Committed.Cells switch
        {
            FieldCells cells when cells.Elements.Length < LeastTiled => (BulkArithmetic<TExtension>.Instance.Product(cells.Elements, Table(weights, cells.Elements.Length, cancellation)), sum),
            FieldCells cells => (new RunSummand<TExtension>(cells.Elements, weights, tables, cancellation), sum),
            ShortCells cells => (new WeightSummand<TExtension>(cells, Committed.Shape.VariableCount, weights, tables, cancellation), sum),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>A table of all weights: there are several claims about each column of a run.</summary>
    private static TExtension[] Table<TExtension>(PlacedWeights<TExtension> placed, int length, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] weights = GC.AllocateUninitializedArray<TExtension>(length);
        Halves.Run(() => Fill(0, length / 2), () => Fill(length / 2, length));
        cancellation.ThrowIfCancellationRequested();
        return weights;

        // Stretch by stretch, which is cleared first and stays in the caches while all claims about it are added.
        void Fill(int first, int end)
        {
            for (int start = first; start < end && !cancellation.IsCancellationRequested; start += StretchElements)
            {
                int count = Math.Min(StretchElements, end - start);
                weights.AsSpan(start, count).Clear();
                placed.AddTo(weights, start, start, count, TExtension.One);
            }
        }
    }

    private IEnumerable<PieceWeights<TExtension>> Pieces<TExtension>(IReadOnlyList<VectorClaim<TExtension>> claims, TExtension gamma, TExtension power)
        where TExtension : struct, IExtension<TExtension>
    {
        foreach (VectorClaim<TExtension> claim in claims)
        {
            foreach (PieceWeights<TExtension> piece in claim switch
            {
                ColumnClaim<TExtension> column => Pieces(column, power),
                PiecesClaim<TExtension> pieces => Pieces(pieces, power),
                _ => throw new UnreachableException(),
            })
                yield return piece;
            power *= gamma;
        }
    }

    private IEnumerable<PieceWeights<TExtension>> Pieces<TExtension>(ColumnClaim<TExtension> claim, TExtension scale)
        where TExtension : struct, IExtension<TExtension> =>
        _columns.Pieces[claim.Column].Select((piece, index) => PieceWeights<TExtension>.Of(claim.Claim, _columns.Shapes[claim.Column].CellCounts, piece, _columns.OffsetOf(claim.Column, index), scale));

    /// <summary>Those of pieces of one size have their columns in common.</summary>
    private IEnumerable<PieceWeights<TExtension>> Pieces<TExtension>(PiecesClaim<TExtension> claim, TExtension scale)
        where TExtension : struct, IExtension<TExtension>
    {
        Dictionary<int, TExtension[]> tables = [];
        foreach ((int block, TExtension factor) in claim.Terms)
        {
            int bits = _columns.Layout.LogLengthOf(block);
            if (!tables.TryGetValue(bits, out TExtension[]? table))
                tables.Add(bits, table = BulkArithmetic<TExtension>.Instance.EqualityTable(claim.Point.AsSpan()[^bits..]));
            yield return new((int)_columns.Layout.OffsetOf(block), [factor * scale], table);
        }
    }
}
