using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Sums and differences of two values: the left one's share is sent, the rest is the right one's.</summary>
internal static class SumVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, SumStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        Claim<TExtension> right = claim.BehindBroadcast(claims.Circuit.Values[step.Right].Shape);
        TExtension left = claims.Read(ref reader, MessageLabel.SumValue, step.Left, claim.BehindBroadcast(claims.Circuit.Values[step.Left].Shape));
        claims.Add(ref reader, step.Right, right with { Sum = step.IsDifference ? left - claim.Sum : claim.Sum - left });
    }
}
