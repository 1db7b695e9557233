using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements.Steps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="SumVerifier"/>.</summary>
internal static class SumProver
{
    public static void Descend<TExtension>(ProofWriter writer, CoreWitness witness, SumStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        CircuitValue leftValue = claims.Circuit.Values[step.Left];
        Claim<TExtension> left = claim.BehindBroadcast(leftValue.Shape);
        Claim<TExtension> right = claim.BehindBroadcast(claims.Circuit.Values[step.Right].Shape);
        TExtension leftSum = left.Weigh(witness.Value(step.Left));
        if (leftValue.Role != ValueRole.Public)
            writer.Write(MessageLabel.SumValue, leftSum);
        claims.Add(step.Left, left with { Sum = leftSum });
        claims.Add(step.Right, right with { Sum = step.IsDifference ? leftSum - claim.Sum : claim.Sum - leftSum });
    }
}
