using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>What joins, cuts, repeats or picks: the sum over the cells of each part but the last is sent, what is left is that of the last.</summary>
internal static class PlacementVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, PlacementStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension rest = claim.Sum - PlacementWeights.OfFill(step, claim);
        foreach (PlacementPart part in step.Parts[..^1])
            rest -= claims.Read(ref reader, MessageLabel.PlacementValue, part.X, new(PlacementWeights.OfPart(part, claim), TExtension.Zero));
        claims.Add(ref reader, step.Parts[^1].X, new(PlacementWeights.OfPart(step.Parts[^1], claim), rest));
    }
}
