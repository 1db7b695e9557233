using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Statements.Steps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements;

/// <summary>From claims about what a step makes to claims about what it reads; proof-1 section 9. Only names the kinds: each has its rule in a file of its own.</summary>
internal static class StepVerifier
{
    public static void Verify<TExtension>(ref ProofReader reader, CircuitStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        if (claims.About(step.Output).Count > 0)
            Descend(ref reader, step, OneClaimVerifier.Take(ref reader, step, claims), claims);
        Pin(ref reader, step, claims);
    }

    /// <summary>Whether a claim about the step's output may have vectors over several axes.</summary>
    public static bool TakesGroups(CircuitStep step) => step is InputStep or ReshapeStep or ScaleStep;

    /// <summary>From the claim about a virtual value to claims about what it is made of.</summary>
    private static void Descend<TExtension>(ref ProofReader reader, CircuitStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        switch (step)
        {
            case InputStep input:
                InputVerifier.Descend(ref reader, input, claim, claims);
                break;
            case ReshapeStep reshape:
                MoveVerifier.Descend(ref reader, reshape, claim, claims);
                break;
            case TransposeStep transpose:
                MoveVerifier.Descend(ref reader, transpose, claim, claims);
                break;
            case TapStep tap:
                TapVerifier.Descend(ref reader, tap, claim, claims);
                break;
            case SumStep sum:
                SumVerifier.Descend(ref reader, sum, claim, claims);
                break;
            case LinearStep linear:
                LinearVerifier.Descend(ref reader, linear, claim, claims);
                break;
            case ConvStep conv:
                ConvVerifier.Descend(ref reader, conv, claim, claims);
                break;
            case ScaleStep scale:
                ScaleVerifier.Descend(ref reader, scale, claim, claims);
                break;
        }
    }

    /// <summary>What the step's columns have to satisfy, whoever reads them.</summary>
    private static void Pin<TExtension>(ref ProofReader reader, CircuitStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        switch (step)
        {
            case ScaleStep scale:
                ScaleVerifier.Pin(ref reader, scale, claims);
                break;
            case LimitStep limit:
                LimitVerifier.Pin(ref reader, limit, claims);
                break;
        }
    }
}
