using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements.Steps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="ScaleVerifier"/>.</summary>
internal static class ScaleProver
{
    public static void Descend<TExtension>(ProofWriter writer, CoreWitness witness, ScaleStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> =>
        LimbProver.Send(writer, MessageLabel.LimbValues, witness, step.QuotientLimbs, claim, claims);

    public static void Pin<TExtension>(ProofWriter writer, CoreWitness witness, ScaleStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = claims.Circuit.Values[step.X].Shape;
        Claim<TExtension> at = BulkArithmetic<TExtension>.Instance.AtPoint(shape, writer.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount));
        if (step.Table > 0)
        {
            Claim<TExtension> quotient = at with { Sum = BulkArithmetic<TExtension>.Instance.Weigh(at, witness.Column(step.Quotient)) };
            writer.Write(MessageLabel.ScaleValues, quotient.Sum);
            claims.AddColumn(step.Quotient, quotient);
        }
        else
            LimbProver.Send(writer, MessageLabel.ScaleValues, witness, step.QuotientLimbs, at, claims);

        LimbProver.Send(writer, MessageLabel.ScaleValues, witness, step.Remainder, at, claims);
        AddScaled(witness, step, at, claims);
    }

    private static void AddScaled<TExtension>(CoreWitness witness, ScaleStep step, Claim<TExtension> at, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        long[] factors = witness.Value(step.Factors);
        if (step.Axis >= 0)
        {
            TExtension[] cells = [.. at.Weight[step.Axis].Cells.Select((cell, index) => cell * Goldilocks.From(factors[index]))];
            at = at with { Weight = at.Weight.SetItem(step.Axis, new(1, cells)) };
        }

        if (step.Axis >= 0 || factors[0] != 0)
            claims.Add(step.X, at with { Sum = BulkArithmetic<TExtension>.Instance.Weigh(at, witness.Value(step.X)) });
    }
}
