using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Statements.Equations;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements.Steps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="ChoiceVerifier"/>.</summary>
internal static class ChoiceProver
{
    public static void Pin<TExtension>(ProofWriter writer, CoreWitness witness, ChoiceStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        CircuitValue choice = claims.Circuit.Values[step.Output];
        TensorShape shape = new(choice.Shape.AsSpan());
        TExtension[] z = writer.Transcript.Challenges<TExtension>(shape.VariableCount);
        ISummand<TExtension> summand = BulkArithmetic<TExtension>.Instance.Cells(new BitEquation<TExtension>(), z, CellTables.Of<TExtension>(shape, witness.Value(step.Output)));
        TExtension[] point = SumcheckProver.ProveWeighted(writer, summand, z);
        writer.Write(MessageLabel.ChoiceValues, summand.ValueOf(0));
        claims.AddColumn(choice.Column, Claim<TExtension>.AtPoint(choice.Shape, point, summand.ValueOf(0)));
        Claim<TExtension> at = BulkArithmetic<TExtension>.Instance.AtPoint(choice.Shape, z);
        Claim<TExtension> rows = ChoiceVerifier.RowsOf(step, at);
        claims.AddColumn(choice.Column, ChoiceVerifier.Ones(step, choice, at) with { Sum = rows.WeighOnes() });
        if (step.Kind != ChoiceKind.Named)
            return;
        TExtension index = BulkArithmetic<TExtension>.Instance.Weigh(rows, witness.Value(step.Source));
        writer.Write(MessageLabel.ChoiceValues, index);
        claims.AddColumn(choice.Column, ChoiceVerifier.Numbers(step, choice, at) with { Sum = index });
        claims.Add(step.Source, rows with { Sum = index });
    }
}
