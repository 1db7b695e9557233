using System.Collections.Immutable;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Arithmetic;
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
    /// <param name="tables">What the lookups left; null for none.</param>
    public static void Prove<TExtension>(
        ProofWriter writer, ProofParameters parameters, IReadOnlyList<(CommittedColumns Columns, IReadOnlyList<VectorClaim<TExtension>> Claims)> commitments, ProverRandomness randomness, CancellationToken cancellation, ProverTables<TExtension>? tables = null)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension gamma = writer.Transcript.Challenge<TExtension>();
        tables ??= new();
        StackedSummand<TExtension> weighed = Weigh(commitments, gamma, tables, cancellation);
        TExtension[] point = SumcheckProver.Prove(writer, weighed);
        TExtension[] values = [.. Enumerable.Range(0, commitments.Count).Select(weighed.ValueOf)];
        weighed.Leave();
        var vectors = ImmutableArray.CreateBuilder<CombinedVector<TExtension>>();
        for (int index = 0; index < values.Length; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            CommittedColumns columns = commitments[index].Columns;
            var combined = CombinedVector<TExtension>.At(columns.Committed, point, cancellation);
            writer.Write(MessageLabel.FinalValue, values[index]);
            if (columns.Committed.Shape.LogBlindElements is not null)
                vectors.Add(SendMask<TExtension>(writer, columns.Committed, point, randomness, cancellation));
            vectors.Add(combined);
        }

        OpeningProver.Open<TExtension>(writer, parameters.Queries, vectors.ToImmutable(), point, cancellation, tables);
    }

    /// <summary>Σ over both vectors of Σ P(x) Σ γ^i w_i(x).</summary>
    private static StackedSummand<TExtension> Weigh<TExtension>(
        IReadOnlyList<(CommittedColumns Columns, IReadOnlyList<VectorClaim<TExtension>> Claims)> commitments, TExtension gamma, ProverTables<TExtension> tables, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        var parts = new (ISummand<TExtension> Summand, TExtension Sum)[commitments.Count];
        TExtension power = TExtension.One;
        for (int index = 0; index < parts.Length; index++)
        {
            parts[index] = commitments[index].Columns.Weigh(commitments[index].Claims, gamma, power, tables, cancellation);
            power *= ColumnsVerifier.Power(gamma, commitments[index].Claims.Count);
        }

        return new(parts);
    }

    /// <summary>Commits to random rows that hide those of a vector, and sends their value.</summary>
    private static CombinedVector<TExtension> SendMask<TExtension>(ProofWriter writer, CommittedVector vector, ReadOnlySpan<TExtension> point, ProverRandomness randomness, CancellationToken cancellation)
        where TExtension : struct, IExtension<TExtension>
    {
        var mask = CombinedVector<TExtension>.At(vector.CreateMask<TExtension>(randomness, cancellation), point, cancellation);
        writer.WriteBytes(MessageLabel.MaskRoot, mask.Vector.Root);
        writer.Write(MessageLabel.MaskValue, mask.ValueAt(point));
        return mask;
    }
}
