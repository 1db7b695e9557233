using OpenGradient.Zk.Circuits.Steps;
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
        claims.Drop(step.Output);
        Pin(ref reader, step, claims);
    }

    /// <summary>The claim in the form that the step asks for: with vectors over any axes, a vector for each axis, or one for each of its groups; false if it cannot be brought to it.</summary>
    public static bool TryForm<TExtension>(CircuitStep step, int axisCount, Claim<TExtension> claim, out Claim<TExtension> formed)
        where TExtension : struct, IExtension<TExtension>
    {
        formed = claim;
        return step switch
        {
            InputStep or ReshapeStep or ScaleStep or QuotientStep or RootStep => true,
            PlacementStep placement => claim.TryGroup(placement.Groups, out formed),
            PickStep pick => claim.TryGroup(pick.Groups, out formed),
            _ => claim.TrySplit(axisCount, out formed),
        };
    }

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
            case PlacementStep placement:
                PlacementVerifier.Descend(ref reader, placement, claim, claims);
                break;
            case PickStep pick:
                PlacementVerifier.Descend(ref reader, pick.With(claims.ElementsOf(pick.Indices)), claim, claims);
                break;
            case RunningSumStep running:
                RunningSumVerifier.Descend(ref reader, running, claim, claims);
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
            case MatMulStep matMul:
                MatMulVerifier.Descend(ref reader, matMul, claim, claims);
                break;
            case FactorStep factor:
                FactorVerifier.Descend(ref reader, factor, claim, claims);
                break;
            case ProductStep product:
                ProductVerifier.Descend(ref reader, product, claim, claims);
                break;
            case AxisSumStep axisSum:
                AxisSumVerifier.Descend(ref reader, axisSum, claim, claims);
                break;
            case LimitStep limit:
                LimitVerifier.Descend(ref reader, limit, claim, claims);
                break;
            case QuotientStep quotient:
                QuotientVerifier.Descend(ref reader, quotient, claim, claims);
                break;
            case RootStep root:
                RootVerifier.Descend(ref reader, root, claim, claims);
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
            case InputStep input:
                InputVerifier.Pin(ref reader, input, claims);
                break;
            case ScaleStep scale:
                ScaleVerifier.Pin(ref reader, scale, claims);
                break;
            case LimitStep limit:
                LimitVerifier.Pin(ref reader, limit, claims);
                break;
            case PositiveStep positive:
                PositiveVerifier.Pin(ref reader, positive, claims);
                break;
            case ZeroStep zero:
                ZeroVerifier.Pin(ref reader, zero, claims);
                break;
            case RangeStep range:
                RangeVerifier.Pin(ref reader, range, claims);
                break;
            case ChoiceStep choice:
                ChoiceVerifier.Pin(ref reader, choice, claims);
                break;
            case QuotientStep quotient:
                QuotientVerifier.Pin(ref reader, quotient, claims);
                break;
            case RootStep root:
                RootVerifier.Pin(ref reader, root, claims);
                break;
        }
    }
}
