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

/// <summary>The prover of <see cref="RootVerifier"/>.</summary>
internal static class RootProver
{
    public static void Descend<TExtension>(ProofWriter writer, CoreWitness witness, RootStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> => LimbProver.Send(writer, MessageLabel.LimbValues, witness, step.Root, claim, claims);

    public static void Pin<TExtension>(ProofWriter writer, CoreWitness witness, RootStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        BulkArithmetic<TExtension> arithmetic = BulkArithmetic<TExtension>.Instance;
        TensorShape shape = new(claims.Circuit.Values[step.Output].Shape.AsSpan());
        TExtension[] z = writer.Transcript.Challenges<TExtension>(shape.VariableCount);
        Claim<TExtension> at = arithmetic.AtPoint(shape.CellCounts, z);
        claims.Send(writer, MessageLabel.RootValues, witness, step.X, at);
        LimbProver.Send(writer, MessageLabel.RootValues, witness, step.Root, at, claims);
        LimbProver.Send(writer, MessageLabel.RootValues, witness, step.Remainder, at, claims);
        LimbProver.Send(writer, MessageLabel.RootValues, witness, step.Rest, at, claims);
        long[] roots = witness.Number(step.Root);
        ISummand<TExtension> summand = arithmetic.Product(arithmetic.EqualityTable(z), CellTables.Of<TExtension>(shape, roots), CellTables.Of<TExtension>(shape, roots));
        LimbProver.Send(writer, MessageLabel.RootValues, witness, step.Root, arithmetic.AtPoint(shape.CellCounts, SumcheckProver.ProveWeighted(writer, summand, z)), claims);
    }
}
