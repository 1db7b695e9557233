using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Statements.Steps;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="MoveVerifier"/>.</summary>
internal static class MoveProver
{
    public static void Descend<TExtension>(ReshapeStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> =>
        claims.Add(step.X, AxisGroups.Undo(claim, claims.Circuit.Values[step.X].Shape, claims.Circuit.Values[step.Output].Shape));

    public static void Descend<TExtension>(TransposeStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> => claims.Add(step.X, AxisGroups.Undo(claim, step.Order));
}
