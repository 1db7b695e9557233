using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hashing;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Prover.Trees;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

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
        byte[] hashes = new byte[shape.CodeElements * Keccak256.DigestBytes];
        for (int column = 0; column < shape.CodeElements; column++)
            TreeOpening.HashLeaf(LeafBytes(column), hashes.AsSpan(column * Keccak256.DigestBytes, Keccak256.DigestBytes));
        _tree = HashTree.Over(hashes);
    }

    /// <summary>The commitment: 32 bytes.</summary>
    public ReadOnlySpan<byte> Root => _tree.Root;

    /// <param name="shape">Of the matrix that the vector is.</param>
    /// <param name="vector">2^(a+c) elements; kept.</param>
    public static CommittedVector Create(CommitmentShape shape, Goldilocks[] vector)
    {
        var columns = new Goldilocks[shape.RowCount * shape.CodeElements];
        for (int row = 0; row < shape.RowCount; row++)
        {
            // The code is that of the extension; on coefficients in F it stays there.
            QuadraticExtension[] word = ReedSolomonCode.Encode<QuadraticExtension>(
                Array.ConvertAll(vector[(row * shape.RowElements)..((row + 1) * shape.RowElements)], QuadraticExtension.From), shape.LogInverseRate);
            for (int column = 0; column < word.Length; column++)
                columns[(column * shape.RowCount) + row] = word[column][0];
        }

        return new CommittedVector(shape, vector, columns);
    }

    /// <summary>Proves the value at a point.</summary>
    public void Open<TExtension>(ProofWriter writer, QueryParameters parameters, ReadOnlySpan<TExtension> point, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        writer.Write<TExtension>(MessageLabel.RowCombination, CombineRows(EqualityPolynomial.Table(point[.._shape.LogRowCount])));
        writer.WriteWork(parameters.WorkBits, cancellation);
        int[] indices = OpeningVerifier.DrawIndices(writer.Transcript, _shape, parameters);
        foreach (int column in indices)
            writer.WriteBytes(MessageLabel.Columns, LeafBytes(column));
        _tree.Open(writer, indices);
    }

    private TExtension[] CombineRows<TExtension>(TExtension[] weights)
        where TExtension : struct, IExtension<TExtension>
    {
        var combination = new TExtension[_shape.RowElements];
        for (int at = 0; at < _vector.Length; at++)
            combination[at % _shape.RowElements] += weights[at / _shape.RowElements] * _vector[at];
        return combination;
    }

    private byte[] LeafBytes(int column)
    {
        byte[] bytes = new byte[_shape.RowCount * Goldilocks.SizeBytes];
        for (int row = 0; row < _shape.RowCount; row++)
            _columns[(column * _shape.RowCount) + row].Write(bytes.AsSpan(row * Goldilocks.SizeBytes));
        return bytes;
    }
}
