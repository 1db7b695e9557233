using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
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
            TExtension[] cells = claim.CellWeights();
            long[] places = shape.PlacesOfCells();
            for (int cell = 0; cell < cells.Length; cell++)
                weights[places[cell]] += power * cells[cell];
            power *= gamma;
        }

        CombinedTables<TExtension> summand = new(2, static values => values[0] * values[1], CellTables.Of<TExtension>(shape, witness.Value(step.Output)), weights);
        TExtension[] point = SumcheckProver.Prove(writer, summand);
        writer.Write(MessageLabel.MergedValue, summand.ValueOf(0));
        StepVerifier.TryForm(step, shape.CellCounts.Length, Claim<TExtension>.AtPoint(shape.CellCounts, point, summand.ValueOf(0)), out only);
        return only;
    }
}
