using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Statements.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="TapVerifier"/>.</summary>
internal static class TapProver
{
    public static void Descend<TExtension>(TapStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> => claims.Add(step.X, WindowWeights.BehindTap(step, claim));
}
