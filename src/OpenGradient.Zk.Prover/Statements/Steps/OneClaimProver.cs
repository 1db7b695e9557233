using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Statements.Steps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="OneClaimVerifier"/>.</summary>
internal static class OneClaimProver
{
    public static Claim<TExtension> Take<TExtension>(ProofWriter writer, CoreWitness witness, CircuitStep step, ProverClaims<TExtension> open)
        where TExtension : struct, IExtension<TExtension>
    {
        IReadOnlyList<Claim<TExtension>> claims = open.About(step.Output);
        TensorShape shape = new(open.Circuit.Values[step.Output].Shape.AsSpan());
        if (claims.Count == 1 && StepVerifier.TryForm(step, shape.CellCounts.Length, claims[0], out Claim<TExtension> only))
            return only;
        TExtension power = TExtension.One;
        TExtension gamma = writer.Transcript.Challenge<TExtension>();
        var weights = new TExtension[1L << shape.VariableCount];
        foreach (Claim<TExtension> claim in claims)
        {
            WeightTables.Add(weights, 0, shape, claim, power);
            power *= gamma;
        }

        ISummand<TExtension> summand = BulkArithmetic<TExtension>.Instance.Product(CellTables.Of<TExtension>(shape, witness.Value(step.Output)), weights);
        TExtension[] point = SumcheckProver.Prove(writer, summand);
        writer.Write(MessageLabel.MergedValue, summand.ValueOf(0));
        StepVerifier.TryForm(step, shape.CellCounts.Length, Claim<TExtension>.AtPoint(shape.CellCounts, point, summand.ValueOf(0)), out only);
        return only;
    }
}
