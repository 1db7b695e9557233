using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>The same cells in other axes: nothing is sent.</summary>
internal static class MoveVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, ReshapeStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> =>
        claims.Add(ref reader, step.X, AxisGroups.Undo(claim, claims.Circuit.Values[step.X].Shape, claims.Circuit.Values[step.Output].Shape));

    public static void Descend<TExtension>(ref ProofReader reader, TransposeStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> => claims.Add(ref reader, step.X, AxisGroups.Undo(claim, step.Order));
}
