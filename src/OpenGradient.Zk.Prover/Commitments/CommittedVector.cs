using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Kernels.Codes;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Prover.Trees;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Commitments;

/// <summary>A vector of F with its code words and their tree; proof-1 section 7.</summary>
internal sealed class CommittedVector
{
    private readonly Goldilocks[] _vector; // [rows, row elements]
    private readonly Goldilocks[] _words; // [rows, code elements]
    private readonly HashTree _tree;

    private CommittedVector(CommitmentShape shape, Goldilocks[] vector, Goldilocks[] words)
    {
        (Shape, _vector, _words) = (shape, vector, words);
        _tree = HashTree.OverColumns(words, shape.CodeElements);
    }

    public CommitmentShape Shape { get; }

    /// <summary>The commitment: 32 bytes.</summary>
    public ReadOnlySpan<byte> Root => _tree.Root;

    /// <param name="shape">Of the matrix that the vector is.</param>
    /// <param name="vector">2^(a+c) elements; kept.</param>
    public static CommittedVector Create(CommitmentShape shape, Goldilocks[] vector) => new(shape, vector, new RowEncoder(shape).Encode(vector));

    /// <summary>The rows, combined.</summary>
    public TExtension[] CombineRows<TExtension>(TExtension[] weights)
        where TExtension : struct, IExtension<TExtension> => BulkArithmetic<TExtension>.Instance.SumRows(weights, _vector, Shape.RowElements);

    /// <summary>Their code words, combined: the code word of the combination.</summary>
    public TExtension[] CombineWords<TExtension>(TExtension[] weights)
        where TExtension : struct, IExtension<TExtension> => BulkArithmetic<TExtension>.Instance.SumRows(weights, _words, Shape.CodeElements);

    /// <summary>Shows the columns at these places, ascending and without repetition.</summary>
    public void ShowColumns(ProofWriter writer, int[] places)
    {
        byte[] bytes = new byte[Shape.RowCount * Goldilocks.SizeBytes];
        foreach (int column in places)
        {
            for (int row = 0; row < Shape.RowCount; row++)
                _words[(row * Shape.CodeElements) + column].Write(bytes.AsSpan(row * Goldilocks.SizeBytes));
            writer.WriteBytes(MessageLabel.Columns, bytes);
        }

        _tree.Open(writer, places);
    }
}
