using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>One tap of a window: nothing is sent.</summary>
internal static class TapVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, TapStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> => claims.Add(ref reader, step.X, WindowWeights.BehindTap(step, claim));
}
