using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hashing;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Commitments;

/// <summary>The value of a committed vector's extension at a point; proof-1 section 7.</summary>
/// <remarks>
/// Statement: P̃(point) = value, P the vector behind the root, the point drawn after it.
/// Transcript order: the combination of the rows (0x30), work, indices, the opened columns (0x31), siblings (0x32).
/// Soundness error: a 2^(c+b) / |E| + (1 - δ)^Q 2^-g, δ = (1 - 2^-b) / 2; no conjecture.
/// Assumptions: Keccak-256 is a random oracle.
/// Does not establish: that the vector is what somebody says it is; the root must come from where that is settled.
/// Reference: Ames, Hazay, Ishai and Venkitasubramaniam, Ligero, CCS 2017.
/// </remarks>
internal static class OpeningVerifier
{
    public static void Verify<TExtension>(
        ref ProofReader reader, CommitmentShape shape, QueryParameters parameters, ReadOnlySpan<byte> root, ReadOnlySpan<TExtension> point, TExtension value)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] rowWeights = EqualityPolynomial.Table(point[..shape.LogRowCount]);
        OpeningMask mask = OpeningMask.Read(ref reader, shape, rowWeights, ref value);
        TExtension[] combination = reader.ReadClear<TExtension>(MessageLabel.RowCombination, shape.RowElements);
        TExtension[] word = ReedSolomonCode.Encode<TExtension>(combination, shape.LogInverseRate);
        if (shape.IsHiding)
            RowBlinding.AddTo<TExtension>(word, shape.LogInverseRate, reader.ReadClear<TExtension>(MessageLabel.BlindCombination, shape.BlindElements));
        reader.RequireEqual(Inner(EqualityPolynomial.Table(point[shape.LogRowCount..]), combination), value, ProofFault.ValueDiffers);
        reader.ReadWork(parameters.WorkBits);
        int[] indices = DrawIndices(reader.Transcript, shape, parameters);
        (TExtension[] sums, byte[] hashes) = ReadColumns(ref reader, indices, rowWeights);
        byte[] maskHashes = mask.AddColumns(ref reader, shape, indices, sums);
        for (int query = 0; query < indices.Length; query++)
            reader.RequireEqual(sums[query], word[indices[query]], ProofFault.ColumnDiffers);
        TreeOpening.Verify(ref reader, shape.LogCodeElements, indices, hashes, root);
        if (shape.IsHiding)
            TreeOpening.Verify(ref reader, shape.LogCodeElements, indices, maskHashes, mask.Root);
    }

    /// <summary>The columns to open, ascending, without repetition.</summary>
    public static int[] DrawIndices(Transcript transcript, CommitmentShape shape, QueryParameters parameters) =>
        [.. transcript.Indices(parameters.QueryCount, shape.LogCodeElements).Distinct().Order()];

    /// <summary>The opened columns: what their elements, weighed by row, add up to, and their leaves.</summary>
    public static (TExtension[] Sums, byte[] Hashes) ReadColumns<TExtension>(ref ProofReader reader, int[] indices, TExtension[] rowWeights)
        where TExtension : struct, IExtension<TExtension>
    {
        var column = new Goldilocks[rowWeights.Length];
        byte[] leaf = new byte[column.Length * Goldilocks.SizeBytes];
        byte[] hashes = new byte[indices.Length * Keccak256.DigestBytes];
        var sums = new TExtension[indices.Length];
        for (int query = 0; query < indices.Length; query++)
        {
            reader.Read(MessageLabel.Columns, column);
            sums[query] = Inner(rowWeights, column);
            for (int row = 0; row < column.Length; row++)
                column[row].Write(leaf.AsSpan(row * Goldilocks.SizeBytes));
            TreeOpening.HashLeaf(leaf, hashes.AsSpan(query * Keccak256.DigestBytes, Keccak256.DigestBytes));
        }

        return (sums, hashes);
    }

    private static TExtension Inner<TExtension>(ReadOnlySpan<TExtension> left, ReadOnlySpan<TExtension> right)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = TExtension.Zero;
        for (int index = 0; index < left.Length; index++)
            sum += left[index] * right[index];
        return sum;
    }

    private static TExtension Inner<TExtension>(ReadOnlySpan<TExtension> left, ReadOnlySpan<Goldilocks> right)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = TExtension.Zero;
        for (int index = 0; index < left.Length; index++)
            sum += left[index] * right[index];
        return sum;
    }
}
