using OpenGradient.Zk.Circuits.Steps;
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
        Claim<TExtension> right = claim.BehindBroadcast(claims.Circuit.Values[step.Right].Shape);
        TExtension left = claims.Send(writer, MessageLabel.SumValue, witness, step.Left, claim.BehindBroadcast(claims.Circuit.Values[step.Left].Shape));
        claims.Add(step.Right, right with { Sum = step.IsDifference ? left - claim.Sum : claim.Sum - left });
    }
}
