using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Hiding;
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
    private readonly Goldilocks[] _blind; // [rows, blind elements]
    private readonly ProverRandomness? _randomness; // of what hides; null where nothing does

    private CommittedVector(CommitmentShape shape, Goldilocks[] vector, Goldilocks[] columns, Goldilocks[] blind, ProverRandomness? randomness)
    {
        (_shape, _vector, _columns, _blind, _randomness) = (shape, vector, columns, blind, randomness);
        _tree = HashTree.OverColumns(columns, shape.RowCount);
    }

    /// <summary>The commitment: 32 bytes.</summary>
    public ReadOnlySpan<byte> Root => _tree.Root;

    /// <param name="shape">Of the matrix that the vector is.</param>
    /// <param name="vector">2^(a+c) elements; kept.</param>
    public static CommittedVector Create(CommitmentShape shape, Goldilocks[] vector) => new(shape, vector, new RowEncoder(shape).Encode(vector), [], randomness: null);

    /// <summary>Such that as many columns as a row has random values tell nothing of the vector; proof-1 section 14.</summary>
    public static CommittedVector CreateHiding(CommitmentShape shape, Goldilocks[] vector, ProverRandomness randomness)
    {
        int logBlind = shape.LogBlindElements ?? throw new ArgumentException("The shape has no room for what hides.", nameof(shape));
        Goldilocks[] blind = randomness.Draw(shape.RowCount << logBlind);
        Goldilocks[] columns = new RowEncoder(shape).Encode(vector);
        Goldilocks[] random = new RowEncoder(new(shape.LogRowCount, logBlind, shape.LogCodeElements - logBlind)).Encode(blind);
        Goldilocks[] factors = RowBlinding.FactorsOf(shape.LogRowElements, shape.LogInverseRate);
        for (int index = 0; index < columns.Length; index++)
            columns[index] += random[index] * factors[index / shape.RowCount % factors.Length];
        return new(shape, vector, columns, blind, randomness);
    }

    /// <summary>Proves the value at a point.</summary>
    public void Open<TExtension>(ProofWriter writer, QueryParameters parameters, ReadOnlySpan<TExtension> point, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] rowWeights = EqualityPolynomial.Table(point[.._shape.LogRowCount]);
        CommittedVector? mask = _randomness is null ? null : SendMask(writer, rowWeights, point[_shape.LogRowCount..], _randomness);
        writer.WriteClear<TExtension>(MessageLabel.RowCombination, Combined(rowWeights, _vector, _shape.RowElements, mask?._vector));
        if (mask is not null)
            writer.WriteClear<TExtension>(MessageLabel.BlindCombination, Combined(rowWeights, _blind, _shape.BlindElements, mask._blind));
        writer.WriteWork(parameters.WorkBits, cancellation);
        int[] indices = OpeningVerifier.DrawIndices(writer.Transcript, _shape, parameters);
        WriteColumns(writer, indices);
        mask?.WriteColumns(writer, indices);
        _tree.Open(writer, indices);
        mask?._tree.Open(writer, indices);
    }

    /// <summary>Commits to random rows and sends their value; from here on the rows themselves count ε times.</summary>
    private CommittedVector SendMask<TExtension>(ProofWriter writer, Span<TExtension> rowWeights, ReadOnlySpan<TExtension> point, ProverRandomness randomness)
        where TExtension : struct, IExtension<TExtension>
    {
        CommitmentShape shape = _shape.MaskOf(TExtension.Degree);
        CommittedVector mask = CreateHiding(shape, randomness.Draw(1 << shape.VariableCount), randomness);
        writer.WriteBytes(MessageLabel.MaskRoot, mask.Root);
        TExtension[] row = BulkArithmetic<TExtension>.Instance.SumRows(OpeningMask.WeightsOf<TExtension>(), mask._vector, shape.RowElements);
        writer.Write(MessageLabel.MaskValue, EqualityPolynomial.Table(point).Zip(row).Aggregate(TExtension.Zero, static (sum, pair) => sum + (pair.First * pair.Second)));
        TExtension epsilon = writer.Transcript.Challenge<TExtension>();
        foreach (ref TExtension weight in rowWeights)
            weight *= epsilon;
        return mask;
    }

    /// <summary>Σ weight · row, and the mask's rows.</summary>
    private static TExtension[] Combined<TExtension>(TExtension[] rowWeights, Goldilocks[] rows, int rowLength, Goldilocks[]? maskRows)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] sums = BulkArithmetic<TExtension>.Instance.SumRows(rowWeights, rows, rowLength);
        if (maskRows is not null)
            BulkArithmetic<TExtension>.Instance.AddScaled(sums, 0, TExtension.One, BulkArithmetic<TExtension>.Instance.SumRows(OpeningMask.WeightsOf<TExtension>(), maskRows, rowLength));
        return sums;
    }

    private void WriteColumns(ProofWriter writer, int[] indices)
    {
        foreach (int column in indices)
            writer.WriteBytes(MessageLabel.Columns, LeafBytes(column));
    }

    private byte[] LeafBytes(int column)
    {
        byte[] bytes = new byte[_shape.RowCount * Goldilocks.SizeBytes];
        for (int row = 0; row < _shape.RowCount; row++)
            _columns[(column * _shape.RowCount) + row].Write(bytes.AsSpan(row * Goldilocks.SizeBytes));
        return bytes;
    }
}
