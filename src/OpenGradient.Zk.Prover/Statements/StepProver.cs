using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements.Steps;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>The prover of <see cref="StepVerifier"/>.</summary>
internal static class StepProver
{
    public static void Prove<TExtension>(ProofWriter writer, CoreWitness witness, CircuitStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        if (claims.About(step.Output).Count > 0)
            Descend(writer, witness, step, OneClaimProver.Take(writer, witness, step, claims), claims);
        Pin(writer, witness, step, claims);
    }

    private static void Descend<TExtension>(ProofWriter writer, CoreWitness witness, CircuitStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        switch (step)
        {
            case InputStep input:
                InputProver.Descend(writer, witness, input, claim, claims);
                break;
            case ReshapeStep reshape:
                MoveProver.Descend(reshape, claim, claims);
                break;
            case TransposeStep transpose:
                MoveProver.Descend(transpose, claim, claims);
                break;
            case TapStep tap:
                TapProver.Descend(tap, claim, claims);
                break;
            case PlacementStep placement:
                PlacementProver.Descend(writer, witness, placement, claim, claims);
                break;
            case PickStep pick:
                PlacementProver.Descend(writer, witness, pick.With(witness.Value(pick.Indices)), claim, claims);
                break;
            case RunningSumStep running:
                RunningSumProver.Descend(running, claim, claims);
                break;
            case SumStep sum:
                SumProver.Descend(writer, witness, sum, claim, claims);
                break;
            case LinearStep linear:
                LinearProver.Descend(writer, witness, linear, claim, claims);
                break;
            case ConvStep conv:
                ConvProver.Descend(writer, witness, conv, claim, claims);
                break;
            case MatMulStep matMul:
                MatMulProver.Descend(writer, witness, matMul, claim, claims);
                break;
            case FactorStep factor:
                FactorProver.Descend(witness, factor, claim, claims);
                break;
            case ProductStep product:
                ProductProver.Descend(writer, witness, product, claim, claims);
                break;
            case AxisSumStep axisSum:
                AxisSumProver.Descend(axisSum, claim, claims);
                break;
            case LimitStep limit:
                LimitProver.Descend(writer, witness, limit, claim, claims);
                break;
            case QuotientStep quotient:
                QuotientProver.Descend(writer, witness, quotient, claim, claims);
                break;
            case RootStep root:
                RootProver.Descend(writer, witness, root, claim, claims);
                break;
            case ScaleStep scale:
                ScaleProver.Descend(writer, witness, scale, claim, claims);
                break;
        }
    }

    private static void Pin<TExtension>(ProofWriter writer, CoreWitness witness, CircuitStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        switch (step)
        {
            case InputStep input:
                InputProver.Pin(writer, witness, input, claims);
                break;
            case ScaleStep scale:
                ScaleProver.Pin(writer, witness, scale, claims);
                break;
            case LimitStep limit:
                LimitProver.Pin(writer, witness, limit, claims);
                break;
            case PositiveStep positive:
                PositiveProver.Pin(writer, witness, positive, claims);
                break;
            case ZeroStep zero:
                ZeroProver.Pin(writer, witness, zero, claims);
                break;
            case RangeStep range:
                RangeProver.Pin(writer, witness, range, claims);
                break;
            case ChoiceStep choice:
                ChoiceProver.Pin(writer, witness, choice, claims);
                break;
            case QuotientStep quotient:
                QuotientProver.Pin(writer, witness, quotient, claims);
                break;
            case RootStep root:
                RootProver.Pin(writer, witness, root, claims);
                break;
        }
    }
}
