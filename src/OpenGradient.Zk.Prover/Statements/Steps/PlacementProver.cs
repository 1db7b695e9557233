using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements.Steps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="PlacementVerifier"/>.</summary>
internal static class PlacementProver
{
    public static void Descend<TExtension>(ProofWriter writer, CoreWitness witness, PlacementStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension rest = claim.Sum - PlacementWeights.OfFill(step, claim);
        foreach (PlacementPart part in step.Parts[..^1])
            rest -= claims.Send(writer, MessageLabel.PlacementValue, witness, part.X, new(PlacementWeights.OfPart(part, claim), TExtension.Zero));
        claims.Add(step.Parts[^1].X, new(PlacementWeights.OfPart(step.Parts[^1], claim), rest));
    }
}
