using System.Collections.Immutable;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>The prover of <see cref="ColumnsVerifier"/>.</summary>
internal static class ColumnsProver
{
    /// <param name="writer">The channel.</param>
    /// <param name="parameters">Of the statement.</param>
    /// <param name="commitments">The witness, then the key if there is one, with the claims about each.</param>
    /// <param name="randomness">Of what hides.</param>
    /// <param name="cancellation">Is looked at between the phases of an opening.</param>
    public static void Prove<TExtension>(
        ProofWriter writer, ProofParameters parameters, IReadOnlyList<(CommittedColumns Columns, IReadOnlyList<ColumnClaim<TExtension>> Claims)> commitments, ProverRandomness randomness, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension gamma = writer.Transcript.Challenge<TExtension>();
        var parts = new (ISummand<TExtension> Summand, TExtension Sum)[commitments.Count];
        TExtension power = TExtension.One;
        for (int index = 0; index < parts.Length; index++)
        {
            parts[index] = commitments[index].Columns.Weigh(commitments[index].Claims, gamma, power);
            power *= ColumnsVerifier.Power(gamma, commitments[index].Claims.Count);
        }

        StackedSummand<TExtension> summand = new(parts);
        TExtension[] point = SumcheckProver.Prove(writer, summand);
        var vectors = ImmutableArray.CreateBuilder<CommittedVector>();
        for (int index = 0; index < parts.Length; index++)
        {
            CommittedVector vector = commitments[index].Columns.Committed;
            writer.Write(MessageLabel.FinalValue, summand.ValueOf(index));
            if (vector.Shape.LogBlindElements is not null)
                vectors.Add(SendMask<TExtension>(writer, vector, point, randomness, cancellation));
            vectors.Add(vector);
        }

        OpeningProver.Open<TExtension>(writer, parameters.Queries, vectors.ToImmutable(), point, cancellation);
    }

    /// <summary>Commits to random rows that hide those of a vector, and sends their value.</summary>
    private static CommittedVector SendMask<TExtension>(ProofWriter writer, CommittedVector vector, ReadOnlySpan<TExtension> point, ProverRandomness randomness, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        CommittedVector mask = vector.CreateMask<TExtension>(randomness, cancellation);
        writer.WriteBytes(MessageLabel.MaskRoot, mask.Root);
        TExtension[] row = mask.CombineRows(MaskRows.Weights<TExtension>());
        writer.Write(MessageLabel.MaskValue, InnerProduct.Of<TExtension>(BulkArithmetic<TExtension>.Instance.EqualityTable(point[^vector.Shape.LogRowElements..]), row));
        return mask;
    }
}
