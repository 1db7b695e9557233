using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Statements.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="AxisSumVerifier"/>.</summary>
internal static class AxisSumProver
{
    public static void Descend<TExtension>(AxisSumStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> => claims.Add(step.X, FactorWeights.BehindSum(step, claims.Circuit.Values[step.X].Shape.AsSpan(), claim));
}
