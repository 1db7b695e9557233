using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>Sums of all cells before, or behind, each one: nothing is sent.</summary>
internal static class RunningSumVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, RunningSumStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> => claims.Add(ref reader, step.X, Behind(step, claim));

    /// <summary>The claim about x: each cell with the weights of all that count it, which lie on its other side.</summary>
    public static Claim<TExtension> Behind<TExtension>(RunningSumStep step, Claim<TExtension> claim)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] cells = RunningSumStep.Sums(claim.Weight[step.Axis].Cells, !step.IsBehind, static (sum, cell) => sum + cell);
        return claim with { Weight = claim.Weight.SetItem(step.Axis, new(1, cells)) };
    }
}
