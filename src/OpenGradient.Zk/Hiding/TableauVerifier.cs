using OpenGradient.Primitives;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Hiding;

/// <summary>That the pads behind a root satisfy all equations that a padded proof left open; proof-1 section 14.</summary>
/// <remarks>
/// Statement: there are pads behind the root, and products of them, for which every equation is 0.
/// Transcript order: a challenge ρ; three messages (0x52, 0x53, 0x54); work, indices, the opened columns (0x31), siblings (0x32).
/// Soundness error: (R 2^(κ+1+b) + equations + 1) / |E| + (1 - δ)^Q 2^-g, δ = (1 - 2^-b) / 2; no conjecture.
/// Assumptions: Keccak-256, and the hash of the trees, are random oracles.
/// Does not establish: anything about what the pads were added to; that is what the equations are for.
/// Reference: Ames, Hazay, Ishai and Venkitasubramaniam, Ligero, CCS 2017; used in this way by Frigo and shelat, ePrint 2024/2010.
/// </remarks>
internal static class TableauVerifier
{
    public static void Verify<TExtension>(
        ref ProofReader reader, PadEquations<TExtension> equations, QueryParameters queries, int logInverseRate, ReadOnlySpan<byte> root)
        where TExtension : struct, IExtension<TExtension>
    {
        TableauShape shape = new(equations.PadCount, equations.ProductCount, queries, logInverseRate);
        reader.Transcript.Soundness.Part = "pads";
        TExtension rho = reader.Transcript.Challenge<TExtension>(SoundnessRule.Pads, shape.ChallengeCount(equations.Equations.Count));
        var sum = TableauSum<TExtension>.Of(shape, equations, rho);
        TExtension[] rows = reader.ReadClear<TExtension>(MessageLabel.TableauRows, shape.RowLength);
        TExtension[] sums = reader.ReadClear<TExtension>(MessageLabel.TableauSum, 2 * shape.RowLength);
        TExtension[] products = reader.ReadClear<TExtension>(MessageLabel.TableauProducts, 2 * shape.RowLength);
        reader.RequireEqual(sums.Aggregate(TExtension.Zero, static (total, number) => total + number), sum.Target, ProofFault.PadsDiffer);
        for (int cell = 0; cell < shape.CellCount; cell++)
            reader.RequireEqual(products[cell] + products[cell + shape.RowLength], TExtension.Zero, ProofFault.ProductDiffers);
        TableauWords<TExtension> words = new(shape, rho, rows, sums, products, sum.Weights);
        reader.ReadWork(queries.WorkBits);
        reader.Transcript.Soundness.AddQueries([shape.Code], queries.QueryCount, queries.WorkBits);
        VerifyColumns(ref reader, shape, words, root);
    }

    /// <summary>The columns to open, ascending, without repetition.</summary>
    public static int[] DrawIndices(Transcript transcript, TableauShape shape) =>
        [.. transcript.Indices(shape.Queries.QueryCount, shape.LogColumnCount).Distinct().Order()];

    private static void VerifyColumns<TExtension>(ref ProofReader reader, TableauShape shape, TableauWords<TExtension> words, ReadOnlySpan<byte> root)
        where TExtension : struct, IExtension<TExtension>
    {
        int[] indices = DrawIndices(reader.Transcript, shape);
        byte[] hashes = new byte[indices.Length * Keccak256.DigestBytes];
        for (int query = 0; query < indices.Length; query++)
        {
            TExtension[] column = reader.ReadClear<TExtension>(MessageLabel.Columns, shape.RowCount);
            words.Check(ref reader, indices[query], column);
            TreeOpening.HashLeaf<TExtension>(reader.Transcript.Trees, column, hashes.AsSpan(query * Keccak256.DigestBytes, Keccak256.DigestBytes));
        }

        TreeOpening.Verify(ref reader, shape.LogColumnCount, indices, hashes, root);
    }
}
