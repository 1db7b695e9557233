using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Sums along axes: nothing is sent.</summary>
internal static class AxisSumVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, AxisSumStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> => claims.Add(ref reader, step.X, FactorWeights.BehindSum(step, claims.Circuit.Values[step.X].Shape.AsSpan(), claim));
}
