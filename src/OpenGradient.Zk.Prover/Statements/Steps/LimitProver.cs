using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements.Steps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="LimitVerifier"/>.</summary>
internal static class LimitProver
{
    public static void Pin<TExtension>(ProofWriter writer, CoreWitness witness, LimitStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        Circuit circuit = claims.Circuit;
        TensorShape shape = new(circuit.Values[step.X].Shape.AsSpan());
        TExtension[] z = writer.Transcript.Challenges<TExtension>(shape.VariableCount);
        bool isKnown = circuit.PublicConstants[step.Bound] is not null;
        CombinedTables<TExtension> summand = new(
            3,
            static values => values[0] * (values[1] - values[2]) * (values[3] - values[2]),
            EqualityPolynomial.Table<TExtension>(z),
            CellTables.Of<TExtension>(shape, witness.Value(step.X)),
            CellTables.Of<TExtension>(shape, witness.Value(step.Output)),
            CellTables.Of<TExtension>(shape, witness.Broadcast(step.Bound, shape.CellCounts)));
        TExtension[] point = SumcheckProver.Prove(writer, summand);
        writer.Write<TExtension>(MessageLabel.LimitValues, isKnown ? [summand.ValueOf(1), summand.ValueOf(2)] : [summand.ValueOf(1), summand.ValueOf(2), summand.ValueOf(3)]);
        var at = Claim<TExtension>.AtPoint(shape.CellCounts, point, TExtension.Zero);
        claims.Add(step.X, at with { Sum = summand.ValueOf(1) });
        claims.AddColumn(circuit.Values[step.Output].Column, at with { Sum = summand.ValueOf(2) });
        if (!isKnown)
            claims.Add(step.Bound, at with { Sum = summand.ValueOf(3) });
        LimbProver.Send(writer, MessageLabel.LimitValues, witness, step.Difference, at, claims);
    }
}
