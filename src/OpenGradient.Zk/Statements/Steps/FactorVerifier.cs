using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Products with public numbers along one axis at most: nothing is sent.</summary>
internal static class FactorVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, FactorStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        long[] factors = claims.ElementsOf(step.Factors);
        if (step.Axis < 0 && factors[0] == 0)
            reader.RequireEqual(claim.Sum, TExtension.Zero, ProofFault.EquationDiffers);
        else
            claims.Add(ref reader, step.X, FactorWeights.Behind(step, factors, claim).BehindBroadcast(claims.Circuit.Values[step.X].Shape));
    }
}
