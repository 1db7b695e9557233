using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Commitments;
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
    /// <param name="cancellation">Is looked at between the phases of an opening.</param>
    public static void Prove<TExtension>(
        ProofWriter writer, ProofParameters parameters, IReadOnlyList<(CommittedColumns Columns, IReadOnlyList<ColumnClaim<TExtension>> Claims)> commitments, CancellationToken cancellation)
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
        for (int index = 0; index < parts.Length; index++)
            writer.Write(MessageLabel.FinalValue, summand.ValueOf(index));
        OpeningProver.Open<TExtension>(writer, parameters.Queries, [.. commitments.Select(static commitment => commitment.Columns.Committed)], point, cancellation);
    }
}
