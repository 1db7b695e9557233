using System.Collections.Immutable;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements;

/// <summary>All claims about columns of the witness and of the key, as claims about both vectors at one point; proof-1 section 11.</summary>
internal static class ColumnsVerifier
{
    /// <param name="reader">The proof.</param>
    /// <param name="parameters">Of the statement.</param>
    /// <param name="commitments">That of the witness, then that of the key if there is one.</param>
    public static void Verify<TExtension>(ref ProofReader reader, ProofParameters parameters, params ImmutableArray<CommittedClaims<TExtension>> commitments)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension gamma = reader.Transcript.Challenge<TExtension>(SoundnessRule.Joins, commitments.Sum(static commitment => (long)commitment.Claims.Count) - 1);
        int variableCount = commitments.Max(static commitment => commitment.Shape.VariableCount);
        TExtension sum = Combined(gamma, commitments.SelectMany(static commitment => commitment.Claims), static claim => claim.Sum);
        (TExtension[] point, TExtension last) = SumcheckVerifier.Verify(ref reader, sum, variableCount, degree: 2);
        (TExtension weighed, TExtension power) = (TExtension.Zero, TExtension.One);
        var openings = ImmutableArray.CreateBuilder<Opening<TExtension>>();
        foreach (CommittedClaims<TExtension> commitment in commitments)
        {
            TExtension value = reader.ReadOne<TExtension>(MessageLabel.FinalValue);
            weighed += value * power * commitment.WeightAt(point, gamma);
            if (commitment.Shape.LogBlindElements is not null)
                openings.Add(MaskRows.Read<TExtension>(ref reader, commitment.Shape));
            openings.Add(new(commitment.Shape, commitment.Root, value));
            power *= Power(gamma, commitment.Claims.Count);
        }

        reader.RequireEqual(weighed, last, ProofFault.ClaimsDiffer);
        OpeningVerifier.Verify<TExtension>(ref reader, parameters.Queries, openings.ToImmutable(), point);
    }

    /// <summary>Σ γ^i f(claim i).</summary>
    public static TExtension Combined<TExtension>(TExtension gamma, IEnumerable<VectorClaim<TExtension>> claims, Func<VectorClaim<TExtension>, TExtension> of)
        where TExtension : struct, IExtension<TExtension>
    {
        (TExtension sum, TExtension power) = (TExtension.Zero, TExtension.One);
        foreach (VectorClaim<TExtension> claim in claims)
        {
            sum += power * of(claim);
            power *= gamma;
        }

        return sum;
    }

    public static TExtension Power<TExtension>(TExtension number, int exponent)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension power = TExtension.One;
        for (int turn = 0; turn < exponent; turn++)
            power *= number;
        return power;
    }
}
