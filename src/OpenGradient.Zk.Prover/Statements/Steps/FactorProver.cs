using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Statements.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="FactorVerifier"/>.</summary>
internal static class FactorProver
{
    public static void Descend<TExtension>(CoreWitness witness, FactorStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        long[] factors = witness.Value(step.Factors);
        if (step.Axis >= 0 || factors[0] != 0)
            claims.Add(step.X, FactorWeights.Behind(step, factors, claim).BehindBroadcast(claims.Circuit.Values[step.X].Shape));
    }
}
