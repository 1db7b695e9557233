using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements.Steps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="QuotientVerifier"/>.</summary>
internal static class QuotientProver
{
    public static void Descend<TExtension>(ProofWriter writer, CoreWitness witness, QuotientStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        LimbProver.Send(writer, MessageLabel.LimbValues, witness, step.Low, claim, claims);
        LimbProver.Send(writer, MessageLabel.LimbValues, witness, step.High, claim, claims);
    }

    public static void Pin<TExtension>(ProofWriter writer, CoreWitness witness, QuotientStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        BulkArithmetic<TExtension> arithmetic = BulkArithmetic<TExtension>.Instance;
        TensorShape shape = new(claims.Circuit.Values[step.Output].Shape.AsSpan());
        TExtension[] z = writer.Transcript.Challenges<TExtension>(shape.VariableCount);
        Claim<TExtension> at = arithmetic.AtPoint(shape.CellCounts, z);
        claims.Send(writer, MessageLabel.QuotientValues, witness, step.X, at.BehindBroadcast(claims.Circuit.Values[step.X].Shape));
        LimbProver.Send(writer, MessageLabel.QuotientValues, witness, step.Remainder, at, claims);
        LimbProver.Send(writer, MessageLabel.QuotientValues, witness, step.Rest, at, claims);
        LimbProver.Send(writer, MessageLabel.QuotientValues, witness, step.HighProduct, at, claims);
        Claim<TExtension> divisorAt = at.BehindBroadcast(claims.Circuit.Values[step.Divisor].Shape);
        claims.Add(step.Divisor, divisorAt with { Sum = arithmetic.Weigh(divisorAt, witness.Value(step.Divisor)) });
        ProveProducts(writer, witness, step, claims, shape, z);
    }

    private static void ProveProducts<TExtension>(ProofWriter writer, CoreWitness witness, QuotientStep step, ProverClaims<TExtension> claims, TensorShape shape, TExtension[] z)
        where TExtension : struct, IExtension<TExtension>
    {
        BulkArithmetic<TExtension> arithmetic = BulkArithmetic<TExtension>.Instance;
        TExtension[] quotient = CellTables.Of<TExtension>(shape, witness.Number(step.Low));
        if (step.IsSplit)
            arithmetic.AddScaled(quotient, 0, writer.Transcript.Challenge<TExtension>(), CellTables.Of<TExtension>(shape, witness.Number(step.High)));
        ISummand<TExtension> summand = arithmetic.Product(
            arithmetic.EqualityTable(z), quotient, CellTables.Of<TExtension>(shape, witness.Broadcast(step.Divisor, shape.CellCounts)));
        Claim<TExtension> at = arithmetic.AtPoint(shape.CellCounts, SumcheckProver.ProveWeighted(writer, summand, z));
        LimbProver.Send(writer, MessageLabel.QuotientValues, witness, step.Low, at, claims);
        LimbProver.Send(writer, MessageLabel.QuotientValues, witness, step.High, at, claims);
        claims.Send(writer, MessageLabel.QuotientValues, witness, step.Divisor, at.BehindBroadcast(claims.Circuit.Values[step.Divisor].Shape));
    }
}
