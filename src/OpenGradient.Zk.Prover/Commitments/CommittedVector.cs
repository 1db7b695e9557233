using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Kernels.Codes;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Prover.Trees;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Commitments;

/// <summary>A vector of F with its code words and their tree; proof-1 section 7.</summary>
/// <remarks>Rows of zeros at its end have no code words here: they are zeros, too.</remarks>
internal sealed class CommittedVector
{
    private readonly Goldilocks[] _words; // [rows but zeros at the end, code elements]
    private readonly Goldilocks[] _blind; // [rows, random coefficients]
    private readonly HashTree _tree;

    private CommittedVector(CommitmentShape shape, VectorCells cells, Goldilocks[] words, Goldilocks[] roots, Goldilocks[] blind, CancellationToken cancellation)
    {
        (Shape, Cells, _words, Roots, _blind) = (shape, cells, words, roots, blind);
        _tree = HashTree.OverColumns(shape.Trees, words, shape.CodeElements, shape.RowCount, cancellation);
    }

    public CommitmentShape Shape { get; }

    /// <summary>The vector.</summary>
    public VectorCells Cells { get; }

    /// <summary>Those of the code, which are kept: who opens the vector makes a code word as long.</summary>
    public Goldilocks[] Roots { get; }

    /// <summary>The commitment: 32 bytes.</summary>
    public ReadOnlySpan<byte> Root => _tree.Root;

    /// <param name="shape">Of the matrix that the vector is.</param>
    /// <param name="vector">2^(a+c) elements; kept.</param>
    /// <param name="cancellation">Is looked at between rows, and between stretches of leaves.</param>
    public static CommittedVector Create(CommitmentShape shape, Goldilocks[] vector, CancellationToken cancellation = default) => Create(shape, new FieldCells(vector), cancellation);

    /// <inheritdoc cref="Create(CommitmentShape, Goldilocks[], CancellationToken)"/>
    public static CommittedVector Create(CommitmentShape shape, VectorCells vector, CancellationToken cancellation = default)
    {
        int rowCount = Math.Max(1, (vector.Count + shape.RowElements - 1) / shape.RowElements);
        RowEncoder encoder = new(shape);
        return new(shape, vector, encoder.Encode(vector, rowCount, cancellation), encoder.Roots, [], cancellation);
    }

    /// <summary>Such that as many columns as a row has random coefficients tell nothing of the vector; proof-1 section 14.</summary>
    public static CommittedVector CreateHiding(CommitmentShape shape, VectorCells vector, ProverRandomness randomness, CancellationToken cancellation = default)
    {
        RowEncoder encoder = new(shape);
        Goldilocks[] words = encoder.Encode(vector, shape.RowCount, cancellation);
        Goldilocks[] blind = randomness.Draw(shape.RowCount * shape.BlindElements);
        Goldilocks[] added = new RowEncoder(shape.BlindShape, encoder.Roots).Encode(blind, cancellation);
        Goldilocks[] factors = RowBlinding.FactorsOf(shape.LogInverseRate);
        for (int index = 0; index < words.Length; index++)
            words[index] += added[index] * factors[index % factors.Length];
        return new(shape, vector, words, encoder.Roots, blind, cancellation);
    }

    /// <summary>Random rows, which hide a combination of those of this vector.</summary>
    public CommittedVector CreateMask<TExtension>(ProverRandomness randomness, CancellationToken cancellation = default)
        where TExtension : struct, IExtension<TExtension>
    {
        CommitmentShape shape = Shape.MaskOf(TExtension.Degree);
        return CreateHiding(shape, new FieldCells(randomness.Draw(1 << shape.VariableCount)), randomness, cancellation);
    }

    /// <summary>With what the rows are combined where the vector is opened.</summary>
    public TExtension[] RowWeights<TExtension>(ReadOnlySpan<TExtension> point)
        where TExtension : struct, IExtension<TExtension> =>
        Shape.IsMask ? MaskRows.Weights<TExtension>() : BulkArithmetic<TExtension>.Instance.EqualityTable(point[^Shape.VariableCount..^Shape.LogRowElements]);

    /// <summary>The rows, combined.</summary>
    public TExtension[] CombineRows<TExtension>(TExtension[] weights, CancellationToken cancellation = default)
        where TExtension : struct, IExtension<TExtension> => Cells.SumRows(0, weights, Shape.RowElements, cancellation);

    /// <summary>Their random coefficients, combined.</summary>
    public TExtension[] CombineBlinds<TExtension>(TExtension[] weights)
        where TExtension : struct, IExtension<TExtension> => BulkArithmetic<TExtension>.Instance.SumRows(weights, _blind, Shape.BlindElements);

    /// <summary>Shows the columns at these places, ascending and without repetition.</summary>
    public void ShowColumns(ProofWriter writer, int[] places)
    {
        byte[] bytes = new byte[Shape.RowCount * Goldilocks.SizeBytes];
        foreach (int column in places)
        {
            for (int row = 0; row < _words.Length / Shape.CodeElements; row++)
                _words[(row * Shape.CodeElements) + column].Write(bytes.AsSpan(row * Goldilocks.SizeBytes));
            writer.WriteBytes(MessageLabel.Columns, bytes);
        }

        _tree.Open(writer, places);
    }
}
