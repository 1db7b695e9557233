using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>A claim about a private input is one about each of its limbs.</summary>
internal static class InputVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, InputStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> =>
        reader.RequireEqual(LimbVerifier.Read(ref reader, MessageLabel.LimbValues, step.Limbs, claim, claims), claim.Sum, ProofFault.EquationDiffers);
}
