using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Statements.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="RunningSumVerifier"/>.</summary>
internal static class RunningSumProver
{
    public static void Descend<TExtension>(RunningSumStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> => claims.Add(step.X, RunningSumVerifier.Behind(step, claim));
}
