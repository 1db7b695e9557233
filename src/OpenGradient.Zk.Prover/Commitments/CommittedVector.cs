using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Kernels.Codes;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Prover.Trees;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Commitments;

/// <summary>A vector of F with its code words and their tree; proof-1 section 7.</summary>
internal sealed class CommittedVector
{
    private readonly CommitmentShape _shape;
    private readonly Goldilocks[] _vector; // [rows, row elements]
    private readonly Goldilocks[] _columns; // [code elements, rows]
    private readonly HashTree _tree;

    private CommittedVector(CommitmentShape shape, Goldilocks[] vector, Goldilocks[] columns)
    {
        (_shape, _vector, _columns) = (shape, vector, columns);
        _tree = HashTree.OverColumns(columns, shape.RowCount);
    }

    /// <summary>The commitment: 32 bytes.</summary>
    public ReadOnlySpan<byte> Root => _tree.Root;

    /// <param name="shape">Of the matrix that the vector is.</param>
    /// <param name="vector">2^(a+c) elements; kept.</param>
    public static CommittedVector Create(CommitmentShape shape, Goldilocks[] vector) => new(shape, vector, new RowEncoder(shape).Encode(vector));

    /// <summary>Proves the value at a point.</summary>
    public void Open<TExtension>(ProofWriter writer, QueryParameters parameters, ReadOnlySpan<TExtension> point, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        writer.Write<TExtension>(MessageLabel.RowCombination, BulkArithmetic<TExtension>.Instance.SumRows(EqualityPolynomial.Table(point[.._shape.LogRowCount]), _vector, _shape.RowElements));
        writer.WriteWork(parameters.WorkBits, cancellation);
        int[] indices = OpeningVerifier.DrawIndices(writer.Transcript, _shape, parameters);
        foreach (int column in indices)
            writer.WriteBytes(MessageLabel.Columns, LeafBytes(column));
        _tree.Open(writer, indices);
    }

    private byte[] LeafBytes(int column)
    {
        byte[] bytes = new byte[_shape.RowCount * Goldilocks.SizeBytes];
        for (int row = 0; row < _shape.RowCount; row++)
            _columns[(column * _shape.RowCount) + row].Write(bytes.AsSpan(row * Goldilocks.SizeBytes));
        return bytes;
    }
}
