using OpenGradient.Zk.Circuits;
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
        CircuitValue leftValue = claims.Circuit.Values[step.Left];
        Claim<TExtension> left = claim.BehindBroadcast(leftValue.Shape);
        Claim<TExtension> right = claim.BehindBroadcast(claims.Circuit.Values[step.Right].Shape);
        TExtension leftSum = leftValue.Role == ValueRole.Public ? left.Weigh(claims.ElementsOf(step.Left)) : reader.ReadOne<TExtension>(MessageLabel.SumValue);
        claims.Add(ref reader, step.Left, left with { Sum = leftSum });
        claims.Add(ref reader, step.Right, right with { Sum = step.IsDifference ? leftSum - claim.Sum : claim.Sum - leftSum });
    }
}
